"""The sum of the batches' mean losses is divided by the number of images.

Seen: The returned loss is too small by about the batch size.
Why: The criterion has divided by the batch size already; here it is divided by again.
Next: Multiply each batch's loss by its number of images before adding.
Hints:
- What does the criterion divide by?
- Either both sides count images, or neither does.
- `total += loss.item() * len(images)`, then divide by the number of images.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total = 0.0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / len(data_loader.dataset)
