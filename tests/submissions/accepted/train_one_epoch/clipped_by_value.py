"""Gradients are clipped by value."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    trainable = [p for p in model.parameters() if p.requires_grad]
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        nn.utils.clip_grad_value_(trainable, 1.0)
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
