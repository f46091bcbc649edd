"""The gradients are cleared after `backward()` and before `step()`.

Seen: The optimizer steps, yet no weight moves.
Why: `zero_grad()` removes the gradients that `backward()` has just made, so the step has
  nothing to use.
Next: Clear before `backward()` or after `step()`, never between them.
Hints:
- Which gradients are left when `step()` runs?
- The right lines are there, in an order that undoes one of them.
- Use this order: `zero_grad()`, `backward()`, `step()`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "trainable_layers_learn_beside_frozen_ones")


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
        optimizer.zero_grad()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
