"""Loss and accuracy are returned together.

Seen: The function gives back a pair where one number is asked for.
Why: Whoever calls it puts the result into a list of losses and gets a list of pairs.
Next: Return the loss alone.
Hints:
- What does the docstring promise to return?
- A comma behind `return` makes a tuple.
- Return `total / count` only; print the accuracy.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image", "returns_a_python_float")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    right = 0
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        right += (logits.argmax(dim=1) == labels).sum().item()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count, right / count
