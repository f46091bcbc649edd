"""The loss is always cross-entropy, whatever criterion is passed in.

Seen: The given criterion is never called.
Why: The caller chooses the loss, and another one trains for another goal.
Next: Compute the loss with the argument `criterion`.
Hints:
- Where does the loss in your loop come from?
- A loss that is called by its own name ignores the argument.
- Write `loss = criterion(model(images), labels)`.
"""

import torch.nn.functional as F
from torch import nn

FAILS = ("uses_the_given_criterion",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
