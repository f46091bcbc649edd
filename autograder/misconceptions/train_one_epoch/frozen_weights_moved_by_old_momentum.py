"""Every parameter gets a gradient of zeros, the frozen ones too.

Seen: Frozen weights move, although their gradient is zero.
Why: An optimizer with momentum still moves a weight whose gradient is 0; it skips one whose
  gradient is None.
Next: Clear with `optimizer.zero_grad()`, which leaves frozen weights without a gradient.
Hints:
- What does momentum do to a weight whose gradient is zero?
- None and 0 are not the same to an optimizer.
- Use `optimizer.zero_grad()` in place of writing zeros into `.grad`.
"""

import torch
from torch import nn

FAILS = ("frozen_weights_stay_and_flags_too",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        for parameter in model.parameters():
            parameter.grad = torch.zeros_like(parameter)
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
