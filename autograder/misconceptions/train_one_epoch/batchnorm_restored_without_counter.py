"""Frozen BatchNorm layers run in training mode, and only their mean and variance are put back.

Seen: The counter `num_batches_tracked` of frozen layers has gone up.
Why: Three buffers belong to a BatchNorm layer's statistics, and all of them must stay.
Next: Put frozen BatchNorm layers in `eval()`, then nothing has to be put back.
Hints:
- Which buffers does a BatchNorm layer have?
- Print `list(layer.named_buffers())` before and after.
- Call `layer.eval()` before the loop in place of saving and restoring.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    frozen = [
        layer
        for layer in model.modules()
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad
    ]
    saved = [(layer.running_mean.clone(), layer.running_var.clone()) for layer in frozen]
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    for layer, (mean, variance) in zip(frozen, saved, strict=True):
        layer.running_mean.copy_(mean)
        layer.running_var.copy_(variance)
    return total / count
