"""The weights from the start are loaded back at the end.

Seen: The steps are right, and all that they have done is undone.
Why: `load_state_dict` overwrites every weight and every statistic.
Next: Leave the model as the last step has made it.
Hints:
- What is in the model when your function returns?
- Saving the best weights is for the caller, over several epochs.
- Delete the line with `load_state_dict`.
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
    before = copy.deepcopy(model.state_dict())
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    model.load_state_dict(before)
    return total / count
