"""The function makes every parameter trainable.

Seen: Frozen weights move, and their `requires_grad` flags have changed.
Why: What is frozen is decided by whoever calls the function.
Next: Leave `requires_grad` as it arrives.
Hints:
- Which flags does your function change?
- Training mode and `requires_grad` are two different things.
- Delete the line that writes to `requires_grad`.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical", "frozen_weights_stay_and_flags_too")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.requires_grad_(True)
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
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
