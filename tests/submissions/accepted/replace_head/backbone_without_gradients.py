"""The wrapper runs the backbone under no_grad and keeps it in evaluation mode by overriding train."""

import torch
from torch import nn


class LinearProbe(nn.Module):
    def __init__(self, backbone, width, classes):
        super().__init__()
        self.backbone = backbone.eval()
        self.linear = nn.Linear(width, classes)

    def train(self, mode=True):
        super().train(mode)
        self.backbone.eval()

    def parameters(self, recurse=True):
        return self.linear.parameters(recurse)

    def forward(self, x):
        with torch.no_grad():
            features = self.backbone(x)
        return self.linear(features)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    return LinearProbe(model, old.in_features, num_classes)
