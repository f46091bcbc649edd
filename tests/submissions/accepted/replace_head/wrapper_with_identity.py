"""A wrapper of the student's own: the old layer becomes an Identity, the new one stands beside."""

import torch
from torch import nn


class Classifier(nn.Module):
    def __init__(self, encoder: nn.Module, dim: int, classes: int):
        super().__init__()
        self.encoder = encoder
        self.drop = nn.Dropout(p=0.2)
        self.cls = nn.Linear(dim, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        z = self.encoder(x).flatten(start_dim=1)
        return self.cls(self.drop(z))


def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    name, dim = "", 0
    for n, m in model.named_modules():
        if isinstance(m, nn.Linear):
            name, dim = n, m.in_features
    model.set_submodule(name, nn.Identity())
    return Classifier(model, dim, num_classes)
