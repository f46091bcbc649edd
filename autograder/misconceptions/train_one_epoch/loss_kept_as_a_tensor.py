"""The losses are added up as tensors, and a tensor is returned.

Seen: The value is right, but it is a tensor that holds on to the graphs of all batches.
Why: A tensor remembers how it was computed, so memory grows with every batch.
Next: Take the number out with `loss.item()` before adding.
Hints:
- What else is kept in memory when a loss is kept?
- A number and a tensor that holds one are not the same.
- `total += loss.item() * len(images)`.
"""

from torch import nn

FAILS = ("returns_a_python_float",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss * len(images)
        count += len(images)
    return total / count
