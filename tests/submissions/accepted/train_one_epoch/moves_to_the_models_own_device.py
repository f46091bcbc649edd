"""Batches go wherever the model's first parameter is; the loss is computed on the CPU."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    where = next(model.parameters()).device
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, count = 0.0, 0
    for x, y in data_loader:
        optimizer.zero_grad()
        loss = criterion(model(x.to(where)).cpu(), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
