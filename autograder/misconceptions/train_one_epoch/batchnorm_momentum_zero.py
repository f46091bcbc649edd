"""Frozen BatchNorm layers stay in training mode with a momentum of 0.

Seen: The running means stand still, but the counter `num_batches_tracked` goes up.
Why: In training mode BatchNorm counts its batches, and it normalises with the batch, not with
  what it has learned.
Next: Put frozen BatchNorm layers in `eval()` instead.
Hints:
- Which three things does a BatchNorm layer remember?
- Momentum says how fast the means move; it does not change the mode.
- Replace the line that sets `momentum` by `layer.eval()`.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.momentum = 0.0
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
