"""The losses of all batches are added up, and `backward()` is called once at the end.

Seen: The optimizer makes one step in the whole epoch, and every batch's graph stays in memory.
Why: One step a batch is asked for; a sum over the epoch gives one gradient for all of it.
Next: Call `backward()` and `step()` for every batch, inside the loop.
Hints:
- How many gradients does your function compute in an epoch?
- The loss of a batch can be used up as soon as it is there.
- In the loop: `optimizer.zero_grad()`, `loss.backward()`, `optimizer.step()`.
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
    summed = 0.0
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        summed = summed + loss
        total += loss.item() * len(labels)
        count += len(labels)
    summed.backward()
    optimizer.step()
    return total / count
