"""The gradients are never cleared.

Seen: The gradient at each step is the sum of those of all batches so far, so the steps grow and
  the weights overshoot.
Why: `backward()` adds to the gradients that are there; only `zero_grad()` takes the old ones
  away.
Next: Call `optimizer.zero_grad()` once for every batch, before `backward()`.
Hints:
- What is in a weight's `.grad` when the second batch begins?
- Something that should happen for every batch does not happen at all.
- Make `optimizer.zero_grad()` the first line inside your loop.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "gradients_are_cleared_between_batches")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
