"""`loss.backward` is named but not called.

Seen: The optimizer steps, but no weight has a gradient, so none moves.
Why: Without parentheses Python only looks the method up; no gradient is computed.
Next: Write `loss.backward()`, with parentheses.
Hints:
- Does every line of your loop do what it seems to say?
- Compare how you write `backward` and `step`.
- Add the two parentheses: `loss.backward()`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "trainable_layers_learn_beside_frozen_ones")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward  # noqa: B018
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
