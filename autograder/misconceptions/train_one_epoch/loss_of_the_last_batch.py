"""The loss of the last batch is returned.

Seen: The number says nothing about all the other batches.
Why: A variable that is set anew in each round holds its last value when the loop is over.
Next: Add up over the batches, weighted by their number of images, and divide at the end.
Hints:
- Which images does the number that you return tell about?
- Something has to be added up while the loop runs.
- `total += loss.item() * len(images)`, `count += len(images)`, and return `total / count`.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
    return loss.item()
