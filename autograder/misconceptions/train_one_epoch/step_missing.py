"""The optimizer never makes a step.

Seen: Losses and gradients are computed, but no weight moves.
Why: `backward()` only computes gradients; the optimizer's `step()` is what changes weights.
Next: Call `optimizer.step()` after `loss.backward()`, for every batch.
Hints:
- Which line of your loop changes a weight?
- Count the five things that happen to each batch: one is missing.
- Add `optimizer.step()` after `loss.backward()`.
"""

from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "gradients_are_cleared_between_batches",
    "one_optimizer_step_a_batch",
    "trainable_layers_learn_beside_frozen_ones",
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
        loss = criterion(model(images), labels)
        loss.backward()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
