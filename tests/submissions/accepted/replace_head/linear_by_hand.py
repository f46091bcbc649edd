"""A linear layer written by hand with raw parameters, and a learned temperature."""

import torch
from torch import nn


class Affine(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.W = nn.Parameter(torch.randn(n_in, n_out) * n_in**-0.5)
        self.b = nn.Parameter(torch.zeros(1, n_out))
        self.log_t = nn.Parameter(torch.zeros(()))

    def forward(self, x):
        return torch.einsum("ni,io->no", x, self.W) / self.log_t.exp() + self.b


def replace_head(model, num_classes):
    parent = model
    while True:
        name, child = list(parent.named_children())[-1]
        if isinstance(child, nn.Linear):
            setattr(parent, name, Affine(child.in_features, num_classes))
            return model
        parent = child
