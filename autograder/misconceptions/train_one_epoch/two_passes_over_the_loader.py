"""The function goes over the loader twice.

Seen: There are twice as many steps as batches.
Why: One epoch is one pass; how many epochs there are is for the caller to say.
Next: Go over the loader once.
Hints:
- How often does your function see each image?
- There is a loop around the loop.
- Take the outer loop away: one `for images, labels in data_loader:` is enough.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "one_optimizer_step_a_batch")


def train_one_epoch(model, criterion, optimizer, data_loader, device, epochs=2):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    for _ in range(epochs):
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
