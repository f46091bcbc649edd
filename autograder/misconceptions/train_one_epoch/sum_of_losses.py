"""The losses are added up and never divided.

Seen: The returned number grows with the number of batches.
Why: A mean is a sum divided by how many there are.
Next: Divide by the number of images at the end.
Hints:
- Would the number change if every image came twice?
- Adding up is half of a mean.
- Count images as you go and return `total / count`.
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
        total += loss.item() * len(labels)
    return total
