"""The function freezes everything but the last layer.

Seen: Layers that should learn stand still, and their flags have changed.
Why: Freezing is the caller's decision; this function trains whatever arrives trainable.
Next: Leave `requires_grad` as it arrives.
Hints:
- Which layers arrive trainable, and which still are afterwards?
- One step of the exercise before has come along into this function.
- Delete the lines that write to `requires_grad`.
"""

from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "trainable_layers_are_in_training_mode",
    "frozen_weights_stay_and_flags_too",
    "trainable_layers_learn_beside_frozen_ones",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    for parameter in list(model.parameters())[:-2]:
        parameter.requires_grad = False
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
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
