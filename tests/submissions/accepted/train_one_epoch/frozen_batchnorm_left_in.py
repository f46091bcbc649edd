"""Frozen BatchNorm layers are swapped for FrozenBatchNorm2d for good: same values, never moving."""

from torch import nn
from torchvision.ops import FrozenBatchNorm2d


def swap(parent):
    for name, child in parent.named_children():
        if isinstance(child, nn.BatchNorm2d) and not child.weight.requires_grad:
            new = FrozenBatchNorm2d(child.num_features, eps=child.eps)
            new.weight, new.bias = child.weight.detach(), child.bias.detach()
            new.running_mean, new.running_var = child.running_mean, child.running_var
            setattr(parent, name, new)
        else:
            swap(child)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    swap(model)
    model.train()
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
