"""Every BatchNorm layer is put in evaluation mode, the trainable ones too.

Seen: BatchNorm layers that should learn statistics keep the old ones.
Why: Only a layer whose weights are frozen has statistics that must stay.
Next: Look at each layer's own weights before calling `eval()` on it.
Hints:
- Which BatchNorm layers should stand still, and which should not?
- The rule misses half of its condition.
- Call `layer.eval()` only if none of `layer.parameters()` requires a gradient.
"""

from torch import nn

FAILS = ("trainable_layers_are_in_training_mode", "trainable_layers_learn_beside_frozen_ones")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()
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
