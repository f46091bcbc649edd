"""`model.training = True` is set in place of `model.train()`.

Seen: Only the outermost module changes; dropout and BatchNorm inside stay in evaluation mode.
Why: Each layer has its own flag, and `train()` is what passes the mode on to all of them.
Next: Call `model.train()`.
Hints:
- Which layers read the flag that you set?
- A module does not pass an attribute on to the modules inside it.
- Replace the assignment by `model.train()`.
"""

from torch import nn

FAILS = ("trainable_layers_are_in_training_mode", "trainable_layers_learn_beside_frozen_ones")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.training = True
    for layer in model.modules():
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
