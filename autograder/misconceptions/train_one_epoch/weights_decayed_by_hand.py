"""All weights are made a little smaller by hand, the frozen ones too.

Seen: Frozen weights have shrunk.
Why: Writing to a weight's data moves it, whatever its flag says.
Next: Leave all changes of weights to the given optimizer.
Hints:
- Who changes weights in your loop, besides the optimizer?
- `requires_grad` does not protect against writing.
- Delete the lines that write to the weights; weight decay is set in the optimizer.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "frozen_weights_stay_and_flags_too")


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
        loss.backward()
        optimizer.step()
        for parameter in model.parameters():
            parameter.data.mul_(0.99)
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
