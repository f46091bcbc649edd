"""The optimizer's memory is emptied for every batch.

Seen: Each step goes along its own gradient only, as if there were no momentum.
Why: The optimizer keeps a running sum of past steps in its state; emptying it changes every
  step.
Next: Leave the optimizer's state alone: clear gradients only.
Hints:
- What does an optimizer with momentum remember?
- `zero_grad()` clears gradients, and nothing else needs clearing.
- Delete the line that writes to the optimizer's state.
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
        optimizer.state.clear()
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
