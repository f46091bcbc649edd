"""A batch of a single image is left out.

Seen: Where the last batch holds one image, it is not learned from.
Why: The loader hands out every image once an epoch; one that is skipped teaches nothing.
Next: Learn from every batch that comes.
Hints:
- How large is the last batch if 25 images come in batches of 8?
- Is there a `continue` in your loop?
- Only trainable BatchNorm needs more than one value, and only for single pixels.
"""

from torch import nn

FAILS = ("one_optimizer_step_a_batch", "weights_follow_the_gradients")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        frozen = not any(p.requires_grad for p in layer.parameters())
        if isinstance(layer, nn.BatchNorm2d) and frozen:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        if len(images) == 1:
            continue
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
