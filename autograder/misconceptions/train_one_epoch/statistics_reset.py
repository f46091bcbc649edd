"""The statistics of frozen BatchNorm layers are reset at the start.

Seen: Running means are 0 and variances 1 after the call, so what was pretrained is lost.
Why: The statistics are part of the pretrained network, as much as its weights.
Next: Leave them as they are: `eval()` keeps them.
Hints:
- What do the running mean and variance hold when the model arrives?
- Keeping and resetting are not the same.
- Delete the call of `reset_running_stats()`.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
            layer.reset_running_stats()
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
