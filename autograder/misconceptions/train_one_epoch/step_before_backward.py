"""Each step comes before the `backward()` of its batch.

Seen: The first step does nothing, and every later one uses the gradients of the batch before.
Why: A step uses the gradients that are there at that moment, which are the old ones.
Next: Call `loss.backward()` first and `optimizer.step()` after it.
Hints:
- Which gradients are there when the first step runs?
- Follow one weight through two batches on paper.
- Swap the two: `loss.backward()`, then `optimizer.step()`.
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
        optimizer.step()
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
