"""A copy of the model computes the gradients, and the optimizer holds the original's weights.

Seen: The optimizer steps, but its weights have no gradients, so nothing moves.
Why: An optimizer knows the parameters that it was given, not those of a copy.
Next: Use the model that you are given.
Hints:
- Which weights does the optimizer hold?
- Copies share no parameters with their original.
- Take `deepcopy` out.
"""

import copy
from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "trainable_layers_are_in_training_mode",
    "trainable_layers_learn_beside_frozen_ones",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    twin = copy.deepcopy(model)
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(twin(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
