"""`optimizer.step` is named but not called.

Seen: The optimizer makes no step, and no weight moves.
Why: Without parentheses Python only looks the method up; nothing runs.
Next: Write `optimizer.step()`, with parentheses.
Hints:
- Does every line of your loop do what it seems to say?
- Compare how you write `backward` and `step`.
- Add the two parentheses: `optimizer.step()`.
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
        optimizer.step  # noqa: B018
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
