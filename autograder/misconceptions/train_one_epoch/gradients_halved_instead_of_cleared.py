"""Old gradients are made smaller, but not cleared.

Seen: Each step uses a mixture of this batch's gradient and those of the batches before.
Why: Mixing old steps in is momentum, and the optimizer does that itself if asked to.
Next: Clear the gradients: `optimizer.zero_grad()`.
Hints:
- What is left of the first batch's gradient at the second step?
- Clearing means that nothing is left.
- Replace the lines that scale `.grad` by `optimizer.zero_grad()`.
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
        for parameter in model.parameters():
            if parameter.grad is not None:
                parameter.grad *= 0.5
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
