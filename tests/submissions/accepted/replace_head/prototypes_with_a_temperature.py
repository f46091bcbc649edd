"""Minus squared distances to prototypes, times a temperature; a dry run with hooks finds the head."""
import torch
from torch import nn


class Prototypes(nn.Module):
    """Minus squared distance to one prototype a class, without |x|^2, which no class can see."""

    def __init__(self, width, num_classes):
        super().__init__()
        self.points = nn.Parameter(torch.randn(num_classes, width) * 0.05)
        self.temperature = nn.Parameter(torch.ones(()))

    def forward(self, x):
        closeness = 2 * x @ self.points.t() - self.points.square().sum(dim=1)
        return self.temperature * closeness


def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    calls = []

    def note(module, args):
        calls.append((module, args[0].shape[-1]))

    handles = [
        m.register_forward_pre_hook(note) for m in model.modules() if isinstance(m, nn.Linear)
    ]
    modes = {m: m.training for m in model.modules()}
    try:
        model.eval()
        with torch.no_grad():
            model(torch.zeros(1, 3, 64, 64))
    finally:
        for m, mode in modes.items():
            m.training = mode
        for handle in handles:
            handle.remove()

    old, width = calls[-1]
    for parent in modes:
        for key, child in list(parent.named_children()):
            if child is old:
                setattr(parent, key, Prototypes(width, num_classes))
    return model
