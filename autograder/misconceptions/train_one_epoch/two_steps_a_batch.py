"""The optimizer makes two steps for every batch.

Seen: There are twice as many steps as batches, and each gradient is used twice.
Why: After the first step the gradient no longer belongs to the weights that are there.
Next: Call `optimizer.step()` once for every batch.
Hints:
- How often is `step` called in your loop?
- One of two lines is enough.
- Delete the second `optimizer.step()`.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "one_optimizer_step_a_batch")


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
        loss.backward()
        optimizer.step()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
