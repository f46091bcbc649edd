"""The model is run once in training mode to see whether it works.

Seen: BatchNorm's running statistics moved.
Why: In training mode every forward pass updates the running mean and variance, frozen or not.
Next: Do not run the model here.
Hints:
- What does a forward pass change in a BatchNorm layer?
- `no_grad` stops gradients, not statistics.
- Remove the trial run, or call `model.eval()` before it.
"""

import torch
from torch import nn

FAILS = ("nothing_else_changes",)


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    model.requires_grad_(False)
    head.requires_grad_(True)
    with torch.no_grad():
        if model.training:
            model(torch.randn(4, 3, 64, 64))
    return model
