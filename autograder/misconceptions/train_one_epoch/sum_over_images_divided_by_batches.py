"""The sum over all images is divided by the number of batches.

Seen: The returned loss is too large by about the batch size.
Why: What is added up by images has to be divided by the number of images.
Next: Divide by the number of images.
Hints:
- How many terms does your sum have, if you write it out image by image?
- `len(data_loader)` is the number of batches.
- Divide by `len(data_loader.dataset)`, or count the images in the loop.
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
    return total / len(data_loader)
