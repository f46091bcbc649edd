"""Frozen BatchNorm layers are put in `eval()`, and `model.train()` switches them back on.

Seen: The statistics of frozen layers move as if nothing had been done.
Why: `model.train()` reaches every layer, whatever was set before.
Next: Call `model.train()` first, and `eval()` on the frozen layers after it.
Hints:
- Which of the two calls has the last word?
- The lines are right, their order is not.
- Move `model.train()` above the loop over the layers.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    model.train()
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
