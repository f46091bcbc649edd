"""The first BatchNorm layer decides for all of them.

Seen: Where only the first block is frozen, all later BatchNorm layers stand still, although
  they are trainable.
Why: A backbone can be frozen in part, so each layer has to be asked itself.
Next: Ask each BatchNorm layer about its own weights.
Hints:
- What does one frozen layer say about the next one?
- The question is asked once and used for every layer.
- Move the test of `requires_grad` into the loop over the layers.
"""

from torch import nn

FAILS = ("trainable_layers_learn_beside_frozen_ones",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    layers = [layer for layer in model.modules() if isinstance(layer, nn.BatchNorm2d)]
    if layers and not layers[0].weight.requires_grad:
        for layer in layers:
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
