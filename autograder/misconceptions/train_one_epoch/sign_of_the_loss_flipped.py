"""The gradients are those of the negated loss.

Seen: The weights move the right distance in the wrong direction, and the loss rises.
Why: An optimizer goes downhill; with a minus sign downhill leads to the worst weights.
Next: Call `backward()` on the loss itself.
Hints:
- Does your loss fall or rise from epoch to epoch?
- Look for a minus sign.
- Write `loss.backward()`, without a minus sign.
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
        (-loss).backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
