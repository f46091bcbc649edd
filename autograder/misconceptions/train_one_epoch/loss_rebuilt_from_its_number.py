"""The loss is turned into a number and back into a tensor before `backward()`.

Seen: `backward()` runs without an error, and no weight gets a gradient.
Why: A tensor made from a plain number has no history, so there is nothing to go back through.
Next: Call `backward()` on the tensor that the criterion gave, and take the number out
  afterwards.
Hints:
- What does the tensor know about the model when `backward()` is called on it?
- Setting `requires_grad=True` on a new tensor does not join it to the network.
- Use `loss = criterion(...)`, `loss.backward()`, and only then `loss.item()`.
"""

import torch
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
        loss = torch.tensor(loss.item(), requires_grad=True)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
