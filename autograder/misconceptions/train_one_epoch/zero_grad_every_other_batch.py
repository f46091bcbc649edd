"""The gradients are cleared for every second batch only.

Seen: Every second step uses the gradients of two batches, so the steps alternate between right
  and too large.
Why: A step belongs to one batch here, so old gradients must be gone each time.
Next: Clear the gradients for every batch, without a condition.
Hints:
- Which gradients does the second step use, and which the third?
- A condition around `zero_grad` skips it where it is needed.
- Call `optimizer.zero_grad()` in each round of the loop, with no `if` around it.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "gradients_are_cleared_between_batches")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for step, (images, labels) in enumerate(data_loader):
        images, labels = images.to(device), labels.to(device)
        if step % 2 == 0:
            optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
