"""The images are shuffled within the batch, their labels are not.

Seen: The network is shown images with the labels of others, and learns nothing that lasts.
Why: Images and labels belong together by their place in the batch.
Next: Leave the order alone, or apply one order to both.
Hints:
- Which label belongs to the first image?
- Something changes the order of one of the two only.
- Take the shuffling out: the loader does that.
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
        loss = criterion(model(images.flip(0)), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
