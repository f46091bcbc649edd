"""`model.train()` is called again inside the loop, after frozen layers were put in `eval()`.

Seen: The statistics of frozen BatchNorm layers move from the first batch on.
Why: Every call of `model.train()` switches all layers back on.
Next: Set the modes once before the loop, or set all of them again each time.
Hints:
- How often is the mode set in your function, and in which order?
- The line in the loop undoes the work before it.
- Take `model.train()` out of the loop.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        model.train()
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
