"""Only the images are moved to the device.

Seen: The labels stay in main memory, and the criterion stops on a GPU.
Why: The criterion compares logits and labels, so both must lie on one device.
Next: Move the labels as well.
Hints:
- Where do logits and labels lie when the criterion gets them?
- One of two tensors is forgotten.
- Add `labels = labels.to(device)`.
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
        images = images.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
