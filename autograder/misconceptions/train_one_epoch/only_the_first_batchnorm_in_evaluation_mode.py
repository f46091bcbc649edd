"""The search for frozen BatchNorm layers stops at the first one.

Seen: One frozen layer stands still, and the statistics of all others move.
Why: `break` ends the loop over the layers, and a network has many BatchNorm layers.
Next: Go through all layers.
Hints:
- How many layers does your loop look at?
- A loop over the layers ends early.
- Take the `break` out.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
            break
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
