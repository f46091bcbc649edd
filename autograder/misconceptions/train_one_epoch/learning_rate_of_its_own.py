"""The function sets a learning rate of its own.

Seen: The weights move along the right gradients, by the wrong distance.
Why: The learning rate belongs to the optimizer that the caller has made.
Next: Leave `param_groups` alone.
Hints:
- Who decides how long a step is?
- One line writes to the optimizer's settings.
- Delete the line that sets `lr`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    for group in optimizer.param_groups:
        group["lr"] = 0.001
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
