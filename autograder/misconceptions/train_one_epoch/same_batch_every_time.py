"""Every round of the loop trains on the loader's first batch.

Seen: The number of steps is right, but only the first batch is ever learned from.
Why: `iter(data_loader)` starts anew each time, so `next` always gives the first batch.
Next: Loop over the loader itself.
Hints:
- Which images does the second round use?
- An iterator made inside the loop always stands at its beginning.
- Write `for images, labels in data_loader:`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "returns_the_mean_loss_per_image")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for _ in range(len(data_loader)):
        images, labels = next(iter(data_loader))
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
