"""The function makes an optimizer of its own and ignores the one it is given.

Seen: The given optimizer makes no step; the weights move by another rule and another learning
  rate.
Why: The caller chooses the optimizer, and it keeps its memory (momentum) over all epochs.
Next: Use the argument `optimizer`.
Hints:
- Who decides on the learning rate?
- A name that is assigned in the function hides the argument of that name.
- Delete the line that makes a new optimizer.
"""

import torch
from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "gradients_are_cleared_between_batches",
    "one_optimizer_step_a_batch",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    optimizer = torch.optim.Adam((p for p in model.parameters() if p.requires_grad), lr=1e-2)
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
