"""A BatchNorm layer is put in evaluation mode if the convolution before it is frozen.

Seen: Frozen BatchNorm layers behind convolutions that train keep learning statistics.
Why: What counts are the layer's own parameters: either may be frozen without the other.
Next: Look at the BatchNorm layer's own parameters.
Hints:
- Whose `requires_grad` does your condition read?
- A convolution can train while its BatchNorm is frozen.
- `all(not p.requires_grad for p in layer.parameters())`.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    trains = True
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d):
            trains = layer.weight.requires_grad
        elif isinstance(layer, nn.BatchNorm2d) and not trains:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
