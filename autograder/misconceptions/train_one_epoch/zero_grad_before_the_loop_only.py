"""The gradients are cleared once before the loop, and not between its batches.

Seen: The first step is right; from the second on, old gradients are added to the new ones.
Why: Every `backward()` adds to what is there, so each batch needs its own clearing.
Next: Move `optimizer.zero_grad()` into the loop.
Hints:
- How often does the line with `zero_grad` run in an epoch?
- The line is right, its place is not: look at its indentation.
- Put `optimizer.zero_grad()` inside the `for`, before `loss.backward()`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "gradients_are_cleared_between_batches")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
