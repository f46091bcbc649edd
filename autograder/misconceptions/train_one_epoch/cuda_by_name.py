"""The batches are moved to a GPU by name.

Seen: On a machine without that GPU the function stops with an error.
Why: `device` says where the model is; a fixed name is right on some machines only.
Next: Move the batches to `device`.
Hints:
- On which machines does your function run?
- The argument `device` is not used.
- Write `images.to(device)` and `labels.to(device)`.
"""

from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "gradients_are_cleared_between_batches",
    "one_optimizer_step_a_batch",
    "uses_the_given_criterion",
    "returns_the_mean_loss_per_image",
    "returns_a_python_float",
    "trainable_layers_are_in_training_mode",
    "frozen_batchnorm_comes_out_bit_identical",
    "frozen_weights_stay_and_flags_too",
    "trainable_layers_learn_beside_frozen_ones",
    "moves_the_batches_to_the_device",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.cuda(), labels.cuda()
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
