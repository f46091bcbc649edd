"""The function never calls `model.train()`.

Seen: A model that arrives in evaluation mode is trained in it: no dropout, no BatchNorm
  statistics.
Why: After every evaluation a model is in evaluation mode, and nothing puts it back by itself.
Next: Call `model.train()` at the start of the function.
Hints:
- In which mode does the model arrive?
- The function relies on what its caller did before.
- Make `model.train()` the first line, then put frozen BatchNorm layers in `eval()`.
"""

from torch import nn

FAILS = ("trainable_layers_are_in_training_mode", "trainable_layers_learn_beside_frozen_ones")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
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
