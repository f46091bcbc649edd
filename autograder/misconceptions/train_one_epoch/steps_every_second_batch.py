"""The optimizer steps after every second batch only.

Seen: An epoch makes half the steps that it should, each with the gradients of two batches.
Why: Adding up gradients over batches stands for larger batches, and one step a batch is asked
  for.
Next: Call `optimizer.step()` and `optimizer.zero_grad()` for every batch.
Hints:
- How many steps does your function make, and how many batches are there?
- A condition around `step` skips it where it is needed.
- Take the `if` around `step()` and `zero_grad()` away.
"""

from torch import nn

FAILS = ("weights_follow_the_gradients", "one_optimizer_step_a_batch")


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for step, (images, labels) in enumerate(data_loader):
        images, labels = images.to(device), labels.to(device)
        loss = criterion(model(images), labels)
        loss.backward()
        if (step + 1) % 2 == 0:
            optimizer.step()
            optimizer.zero_grad()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
