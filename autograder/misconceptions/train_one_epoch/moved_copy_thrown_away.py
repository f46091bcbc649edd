"""`images.to(device)` and `labels.to(device)` are called, and their results are not kept.

Seen: Images and labels are still where they were, and the forward pass stops on a GPU.
Why: A tensor's `.to()` gives back a copy; it does not move the tensor itself.
Next: Keep what `.to(device)` returns.
Hints:
- What does `.to()` do to the tensor that it is called on?
- Modules move in place, tensors do not.
- Write `images, labels = images.to(device), labels.to(device)`.
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
        images.to(device)
        labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
