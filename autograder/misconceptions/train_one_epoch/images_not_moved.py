"""Only the labels are moved to the device.

Seen: The images stay in main memory, and the forward pass stops on a GPU.
Why: Model and images must lie on one device.
Next: Move the images as well.
Hints:
- Where do the images lie when the model gets them?
- One of two tensors is forgotten.
- Add `images = images.to(device)`.
"""

from torch import nn

FAILS = ("moves_the_batches_to_the_device",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        labels = labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
