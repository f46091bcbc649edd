"""`optimizer.zero_grad` is named but not called.

Seen: The gradients pile up from batch to batch, as if the line were not there.
Why: Without parentheses Python only looks the method up and throws it away; nothing runs.
Next: Write `optimizer.zero_grad()`, with parentheses.
Hints:
- Does every line of your loop do what it seems to say?
- Compare how you write `backward`, `step` and `zero_grad`.
- Add the two parentheses: `optimizer.zero_grad()`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "gradients_are_cleared_between_batches")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad  # noqa: B018
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
