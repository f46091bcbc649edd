"""A last batch that is smaller than the others is left out.

Seen: There is a step fewer than there are batches, and its images count in no loss.
Why: Every image of the loader belongs to the epoch, whatever the size of its batch.
Next: Train on every batch that the loader gives.
Hints:
- Which images does your function never see?
- A condition on the batch size ends the loop early.
- Take the test of the batch size away.
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
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        if len(labels) < data_loader.batch_size:
            break
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
