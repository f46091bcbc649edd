"""The loss is divided by the number of batches, as if gradients were accumulated.

Seen: Each gradient is too small by that factor, and so is the reported loss.
Why: Dividing belongs to adding up several batches for one step, and here each batch has its
  own.
Next: Use the loss as the criterion gives it.
Hints:
- Why would a batch count for less if there are more batches?
- A recipe for accumulated gradients has been taken over in part.
- Take the division out: `loss = criterion(model(images), labels)`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "returns_the_mean_loss_per_image")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels) / len(data_loader)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
