"""The mode is not restored after accuracy was measured inside the loop.

Seen: The first batch is trained in training mode, all later ones in evaluation mode.
Why: `model.eval()` holds until somebody calls `train()` again.
Next: Put the model back into training mode after measuring.
Hints:
- In which mode is the second batch trained?
- A call that is right for measuring has an effect on what follows.
- Measure behind the loop, or restore the modes right after measuring.
"""

import torch
from torch import nn

FAILS = ("trainable_layers_are_in_training_mode",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    right = 0
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        model.eval()
        with torch.no_grad():
            right += (model(images).argmax(dim=1) == labels).sum().item()
        total += loss.item() * len(labels)
        count += len(labels)
    print(f"accuracy {right / count:.3f}")
    return total / count
