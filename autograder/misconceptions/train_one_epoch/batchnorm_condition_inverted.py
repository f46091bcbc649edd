"""The condition is the wrong way round: trainable BatchNorm layers are put in evaluation mode.

Seen: Frozen layers' statistics move, and those of trainable layers stand still.
Why: A `not` too few or too many turns a rule into its opposite.
Next: Call `eval()` where the layer's weights do not require a gradient.
Hints:
- Which of the two kinds should stand still?
- Read your condition aloud, with a frozen layer in mind.
- Write `if not layer.weight.requires_grad: layer.eval()`.
"""

from torch import nn

FAILS = (
    "trainable_layers_are_in_training_mode",
    "frozen_batchnorm_comes_out_bit_identical",
    "trainable_layers_learn_beside_frozen_ones",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and layer.weight.requires_grad:
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
