"""The loss that is returned is cross-entropy, although another criterion is trained on.

Seen: The weights follow the given criterion; the number does not.
Why: A report is of use only if it shows the loss that is being made smaller.
Next: Return the mean of the values that `criterion` gave.
Hints:
- Which loss goes down when your loop learns?
- Training and report use two different functions.
- Add up `loss.item() * len(images)` of the criterion's own `loss`.
"""

import torch.nn.functional as F
from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        logits = model(images)
        optimizer.zero_grad()
        criterion(logits, labels).backward()
        optimizer.step()
        total += F.cross_entropy(logits.detach(), labels, reduction="sum").item()
        count += len(labels)
    return total / count
