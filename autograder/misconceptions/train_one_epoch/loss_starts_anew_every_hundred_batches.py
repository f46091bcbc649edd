"""The sum of losses is set back to zero every hundred batches, as for a report.

Seen: On long loaders the function returns the mean over the batches since the last report.
Why: A report on the way needs a sum of its own; what is returned is about the whole epoch.
Next: Set sum and count to zero once, before the loop.
Hints:
- How often does the line that sets the sum to 0 run?
- What do sum and count hold after batch 101?
- Keep `total` and `count` for the result, and other names for the report.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for index, (images, labels) in enumerate(data_loader):
        if index and index % 100 == 0:
            print(f"batch {index}: {total / count:.3f}")
            total, count = 0.0, 0
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
