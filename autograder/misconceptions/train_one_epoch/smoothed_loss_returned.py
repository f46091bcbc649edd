"""A smoothed loss is returned, in which late batches count for more.

Seen: The returned number is near the last batches' losses, not at the mean.
Why: A running average forgets; the mean over the epoch does not.
Next: Keep the smoothed value for the progress bar, and return the mean.
Hints:
- Which share does the first batch have in your number?
- A progress bar and a result can show two different numbers.
- Return a sum weighted by images, divided by the number of images.
"""

from torch import nn

FAILS = ("returns_the_mean_loss_per_image",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    smooth = None
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        value = loss.item()
        smooth = value if smooth is None else 0.5 * smooth + 0.5 * value
    return smooth
