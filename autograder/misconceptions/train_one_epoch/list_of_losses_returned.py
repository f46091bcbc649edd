"""The list of all batch losses is returned.

Seen: The function gives back a list where one number is asked for.
Why: The curve over an epoch is of use while it runs; the result is its mean per image.
Next: Return one number: the mean loss per image.
Hints:
- How many numbers does the docstring promise?
- The list has to be made one number, with batches weighted by their sizes.
- Return the sum of `loss * size` over all batches, divided by the number of images.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image", "returns_a_python_float")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    losses = []
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
