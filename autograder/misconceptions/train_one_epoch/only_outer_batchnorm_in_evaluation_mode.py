"""Only BatchNorm layers that are direct children of the model are looked for.

Seen: BatchNorm layers inside blocks keep learning statistics, although they are frozen.
Why: `children()` gives one level only; most layers of a network lie deeper.
Next: Loop over `model.modules()`, which goes through all levels.
Hints:
- Where in the network do the BatchNorm layers lie?
- `children()` and `modules()` are not the same.
- Replace `model.children()` by `model.modules()`.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.children():
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
