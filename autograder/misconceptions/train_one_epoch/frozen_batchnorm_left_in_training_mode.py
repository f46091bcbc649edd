"""Frozen BatchNorm layers run in training mode.

Seen: Their running means and variances move, although their weights are frozen.
Why: Freezing stops gradients; statistics are learned in the forward pass, and only the mode
  stops them.
Next: After `model.train()`, put every BatchNorm layer whose weights are frozen in `eval()`.
Hints:
- What does BatchNorm change in a forward pass in training mode?
- `model.train()` switches on every layer, the frozen ones too.
- Loop over `model.modules()` and call `eval()` on BatchNorm layers without trainable
  parameters.
"""

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
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
