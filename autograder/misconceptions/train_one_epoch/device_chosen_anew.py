"""The function chooses a device of its own.

Seen: On a machine that has a GPU, with the model on the CPU, the batches go to the GPU and the function stops.
Why: Where the model lies is decided by whoever calls the function, and `device` says it.
Next: Move the batches to the argument `device`.
Hints:
- What is the argument `device` for?
- `torch.cuda.is_available()` says what the machine has, not where the model is.
- Delete the line that sets `device` anew.
"""

import torch
from torch import nn

FAILS = ("moves_the_batches_to_the_device",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.train()
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
        total += loss.item() * len(images)
        count += len(images)
    return total / count
