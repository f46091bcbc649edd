"""`backward()` is never called.

Seen: The optimizer steps, but no weight has a gradient, so none moves.
Why: A step uses the gradients that `backward()` leaves; without it there are none.
Next: Call `loss.backward()` before `optimizer.step()`.
Hints:
- Where would the gradients come from?
- Count the five things that happen to each batch: one is missing.
- Add `loss.backward()` before `optimizer.step()`.
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
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
