"""The loss is a mean over the last fifty batches only.

Seen: On long loaders the loss of the first batches is missing from what is returned.
Why: A moving mean shows how things go at the moment; asked for is the mean over the epoch.
Next: Add up the loss of every image of the epoch.
Hints:
- How many losses does your function remember?
- `deque(maxlen=50)` forgets what came before.
- Keep a sum and a count from the first batch on.
"""

from collections import deque

from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    recent = deque(maxlen=50)
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        recent.append((loss.item() * len(images), len(images)))
    return sum(loss for loss, _ in recent) / sum(count for _, count in recent)
