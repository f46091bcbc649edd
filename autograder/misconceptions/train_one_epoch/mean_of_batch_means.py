"""The mean of the batches' losses is returned, whatever their sizes.

Seen: The images of a smaller last batch count for more than the others.
Why: Each batch loss is a mean over its own images; a mean of means is right only for equal
  sizes.
Next: Weight every batch by its number of images.
Hints:
- How much does one image of the last batch count, compared with one of the first?
- Divide by images, not by batches.
- `total += loss.item() * len(images)`, then `total / count` with the number of images.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    losses = []
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)
