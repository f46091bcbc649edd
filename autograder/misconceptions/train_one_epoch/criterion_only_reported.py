"""The criterion is computed for the report, and another loss is trained on.

Seen: The criterion is called, but no gradient comes from its values.
Why: What is reported and what is learned are two things: `backward()` decides what is learned.
Next: Call `backward()` on the value of `criterion`.
Hints:
- On which loss do you call `backward()`?
- Two losses are computed where one is enough.
- Keep `loss = criterion(model(images), labels)` and call `loss.backward()`.
"""

import torch.nn.functional as F
from torch import nn

FAILS = ("weights_follow_the_gradients", "uses_the_given_criterion")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        logits = model(images)
        loss = criterion(logits.detach(), labels)
        optimizer.zero_grad()
        F.cross_entropy(logits, labels).backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
