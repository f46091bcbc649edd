"""Minus the squared distance to a prototype a class: scores that are never above 0."""

import torch
from torch import nn


class Prototypes(nn.Module):
    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.centres = nn.Parameter(0.1 * torch.randn(classes, features))

    def forward(self, x):
        return -torch.cdist(x, self.centres).square()


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, Prototypes(old.in_features, num_classes))
    return model
