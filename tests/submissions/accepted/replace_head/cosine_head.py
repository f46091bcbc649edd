"""Cosine similarity to a vector a class, times a fixed temperature."""

import torch
from torch import nn
import torch.nn.functional as F


class Cosine(nn.Module):
    def __init__(self, features, classes, temperature=16.0):
        super().__init__()
        self.prototypes = nn.Parameter(torch.randn(classes, features))
        self.temperature = nn.Parameter(torch.tensor(temperature), requires_grad=False)

    def forward(self, x):
        directions = F.normalize(self.prototypes, dim=1)
        return self.temperature * F.normalize(x, dim=1) @ directions.T


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, Cosine(old.in_features, num_classes))
    return model
