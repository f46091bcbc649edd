"""Gradients are cleared in the optimizer's first parameter group only.

Seen: The head's gradient at each step is the sum of those of all batches so far; the backbone's are
  cleared.
Why: An optimizer may hold several parameter groups, and `param_groups[0]` is one of them.
Next: Call `optimizer.zero_grad()`, which clears all groups.
Hints:
- How many parameter groups may an optimizer have?
- Which of them does your loop clear?
- Make `optimizer.zero_grad()` the first line inside your loop.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "gradients_are_cleared_between_batches")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        for parameter in optimizer.param_groups[0]["params"]:
            parameter.grad = None
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
