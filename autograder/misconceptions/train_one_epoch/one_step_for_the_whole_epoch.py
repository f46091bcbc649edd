"""The optimizer makes one step, behind the loop.

Seen: The gradients of all batches are added up and used once.
Why: One step a batch is asked for: each uses the weights that the step before has left.
Next: Move `optimizer.step()` and `optimizer.zero_grad()` into the loop.
Hints:
- How often does the line with `step` run in an epoch?
- Look at the indentation of the lines behind `backward()`.
- In the loop: `zero_grad()`, forward, loss, `backward()`, `step()`.
"""

from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "gradients_are_cleared_between_batches",
    "one_optimizer_step_a_batch",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    optimizer.zero_grad()
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        loss.backward()
        total += loss.item() * len(labels)
        count += len(labels)
    optimizer.step()
    return total / count
