"""The frozen BatchNorm layers of a model are looked up once, and remembered.

Seen: A model that was trained whole, and frozen afterwards, learns statistics in frozen layers.
Why: What is remembered of a model is how it was then; freezing and thawing change it.
Next: Look for frozen layers in every call.
Hints:
- Train one epoch, freeze the backbone, train another. Which layers does your function know of?
- To go through all layers takes less than a thousandth of an epoch's time.
- Take the dictionary, or the cache, away.
"""

from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)
known = {}


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    if model not in known:
        norms = [m for m in model.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]
        known[model] = [m for m in norms if not any(p.requires_grad for p in m.parameters())]
    model.train()
    for layer in known[model]:
        layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
