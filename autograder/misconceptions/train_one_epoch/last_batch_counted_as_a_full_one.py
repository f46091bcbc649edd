"""Every batch is weighted by the loader's batch size, the smaller last one too.

Seen: The last batch counts for more images than it has.
Why: `data_loader.batch_size` is the size of a full batch, and the last may hold fewer.
Next: Weight by `len(images)`.
Hints:
- How many images does the last batch have?
- The loader's setting and a batch's own size can differ.
- Replace `data_loader.batch_size` by `len(images)`.
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
        total += loss.item() * data_loader.batch_size
    return total / len(data_loader.dataset)
