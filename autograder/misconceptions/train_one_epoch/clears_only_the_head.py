"""Only the last layer's gradients are cleared; those of all other layers pile up.

Seen: The last layer is right, all the others take steps that grow from batch to batch.
Why: Every trainable weight has a gradient of its own, and each has to be cleared.
Next: Let the optimizer clear them all: `optimizer.zero_grad()`.
Hints:
- Which weights does your clearing reach?
- Part of the network can be trainable outside the head.
- Replace your clearing by `optimizer.zero_grad()`, which knows all weights that it trains.
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
        for parameter in list(model.parameters())[-2:]:
            parameter.grad = None
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
