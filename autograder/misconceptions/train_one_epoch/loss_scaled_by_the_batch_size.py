"""The loss is multiplied by the batch size before `backward()`.

Seen: The gradients, and with them the steps, are larger by the number of images in a batch.
Why: Weighting belongs to the report; the criterion's mean is what is to be learned from.
Next: Call `backward()` on the mean, and multiply for the sum only.
Hints:
- How large is the gradient of a sum, compared with that of a mean?
- Two things are computed from the loss, and only one of them should be weighted.
- `loss.backward()` first; then `total += loss.item() * len(images)`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels) * len(images)
        loss.backward()
        optimizer.step()
        total += loss.item()
        count += len(images)
    return total / count
