"""A penalty on the size of the weights is added to the criterion.

Seen: The weights are drawn towards zero besides following the criterion.
Why: The caller sets regularisation in the optimizer or the criterion; added here it acts twice.
Next: Learn from the criterion alone.
Hints:
- What, besides the criterion, moves your weights?
- The sum over the parameters is an addition of your own.
- Write `loss = criterion(model(images), labels)` and nothing more.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients",)


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
        penalty = sum(p.square().sum() for p in model.parameters())
        (loss + 0.01 * penalty).backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
