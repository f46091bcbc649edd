"""The forward pass runs under `torch.no_grad()`.

Seen: `backward()` stops with an error: the loss has no history.
Why: `no_grad` is for measuring; training needs the history of the forward pass.
Next: Take `torch.no_grad()` out of the training loop.
Hints:
- What does `backward()` need from the forward pass?
- One line has come over from evaluation.
- Compute `model(images)` outside of any `no_grad` block.
"""

import torch
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
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        with torch.no_grad():
            logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
