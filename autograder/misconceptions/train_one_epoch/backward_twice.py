"""`backward()` is called twice for every batch.

Seen: Each gradient is twice as large as it should be.
Why: The second call adds the same gradients once more.
Next: Call `loss.backward()` once for every batch.
Hints:
- What does a second `backward()` add to the gradients?
- An argument that keeps the graph is a sign of a call too many.
- Keep one `loss.backward()`, without `retain_graph`.
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
        loss = criterion(model(images), labels)
        loss.backward(retain_graph=True)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
