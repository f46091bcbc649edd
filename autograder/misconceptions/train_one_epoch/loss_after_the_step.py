"""The loss is measured once more after the step, and that one is reported.

Seen: The returned loss is lower than what was learned from, and the model runs twice as often.
Why: After the step the batch has been learned from: its loss no longer says how the epoch began.
Next: Add up the loss that you call `backward()` on.
Hints:
- How often does each batch go through the model?
- Which of the two losses do the gradients come from?
- `total += loss.item() * len(images)` right after the forward pass.
"""

import torch
from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        frozen = not any(p.requires_grad for p in layer.parameters())
        if isinstance(layer, nn.BatchNorm2d) and frozen:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        criterion(model(images), labels).backward()
        optimizer.step()
        with torch.no_grad():
            total += criterion(model(images), labels).item() * len(images)
        count += len(images)
    return total / count
