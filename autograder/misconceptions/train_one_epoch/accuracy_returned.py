"""The training accuracy is returned in place of the loss.

Seen: The number is a share between 0 and 1 that has nothing to do with the criterion.
Why: Loss and accuracy are two measures, and the loss is what is asked for.
Next: Return the mean loss; print the accuracy if you like.
Hints:
- Which of your sums does the last line use?
- Reread the function's first docstring line.
- Return `total / count`, with `total` the sum of `loss.item() * len(images)`.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    right, count = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        right += (logits.argmax(dim=1) == labels).sum().item()
        count += len(labels)
    return right / count
