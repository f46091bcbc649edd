"""Frozen BatchNorm layers are swapped for FrozenBatchNorm2d, and swapped back at the end."""

from torch import nn
from torchvision.ops import FrozenBatchNorm2d


def frozen_batchnorms(model):
    for parent in model.modules():
        for name, child in parent.named_children():
            if isinstance(child, nn.BatchNorm2d) and not child.weight.requires_grad:
                yield parent, name, child


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    swapped = list(frozen_batchnorms(model))
    for parent, name, old in swapped:
        new = FrozenBatchNorm2d(old.num_features, eps=old.eps).to(device)
        new.load_state_dict(
            {k: v for k, v in old.state_dict().items() if k != "num_batches_tracked"}
        )
        setattr(parent, name, new)
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    for parent, name, old in swapped:
        setattr(parent, name, old)
    return total / count
