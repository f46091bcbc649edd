"""Dropout layers are put in evaluation mode while training.

Seen: Dropout never drops, although it is there to.
Why: Dropout has no weights, so it is never frozen; it acts in training mode only.
Next: Put only BatchNorm layers with frozen weights in `eval()`.
Hints:
- Which layers does your `eval()` reach?
- A layer without parameters is easily taken for a frozen one.
- Test `isinstance(layer, nn.BatchNorm2d)` before calling `layer.eval()`.
"""

from torch import nn

FAILS = ("trainable_layers_are_in_training_mode",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, (nn.BatchNorm2d, nn.Dropout)) and not any(
            p.requires_grad for p in layer.parameters()
        ):
            layer.eval()
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
