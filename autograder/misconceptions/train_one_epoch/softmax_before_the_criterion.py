"""The logits go through a softmax before the criterion.

Seen: The loss cannot come near 0, and the gradients are much too small.
Why: Cross-entropy applies a softmax itself; a second one flattens all differences.
Next: Give the criterion the logits as they come out of the model.
Hints:
- What does the criterion expect: scores or probabilities?
- One function between model and criterion is too many.
- Write `loss = criterion(model(images), labels)`.
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
        loss = criterion(model(images).softmax(dim=1), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
