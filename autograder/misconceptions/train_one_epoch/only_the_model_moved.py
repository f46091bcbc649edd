"""The model is moved to the device, the batches are not.

Seen: Images and labels stay in main memory, and the forward pass stops on a GPU.
Why: Every batch comes from the loader in main memory, so each has to be moved.
Next: Move images and labels inside the loop.
Hints:
- What comes out of the loader, and where does it lie?
- The model is on its device already; something else is not.
- Add `images, labels = images.to(device), labels.to(device)` to the loop.
"""

from torch import nn

FAILS = ("moves_the_batches_to_the_device",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    model.to(device)
    total, count = 0.0, 0
    for images, labels in data_loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
