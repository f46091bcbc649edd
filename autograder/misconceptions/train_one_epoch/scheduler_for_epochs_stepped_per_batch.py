"""A schedule that is meant for epochs makes a step for every batch.

Seen: The learning rate shrinks from batch to batch, and the weights stay behind where they
  should be.
Why: A decay that is gentle over epochs is steep over batches; the rate is the caller's
  business.
Next: Leave the learning rate as it is in this function.
Hints:
- Which learning rate does the last batch's step use?
- Something in the loop changes the optimizer besides `step()`.
- Take the scheduler out; it belongs behind the call of `train_one_epoch`.
"""

import torch
from torch import nn

FAILS = ("weights_follow_the_gradients",)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
    total, count = 0.0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        scheduler.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
