"""The first batch is only warmed up on, and not learned from.

Seen: There is a step fewer than there are batches, and the first batch counts in no loss.
Why: Every batch of the loader belongs to the epoch.
Next: Treat all batches alike.
Hints:
- What happens to the images of the first batch?
- A `continue` ends a round of the loop early.
- Take the condition on the first round away.
"""

from torch import nn

FAILS = (
    "weights_follow_the_gradients",
    "one_optimizer_step_a_batch",
    "returns_the_mean_loss_per_image",
)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = 0.0, 0
    for step, (images, labels) in enumerate(data_loader):
        images, labels = images.to(device), labels.to(device)
        if step == 0:
            model(images)
            continue
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
