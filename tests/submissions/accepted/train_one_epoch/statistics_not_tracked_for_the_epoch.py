"""track_running_stats is off on frozen BatchNorm layers for the epoch, and on again after it."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    frozen = [
        m for m in model.modules() if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad
    ]
    model.train()
    for m in frozen:
        m.track_running_stats = False
    try:
        total, count = 0.0, 0
        for x, y in data_loader:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
    finally:
        for m in frozen:
            m.track_running_stats = True
    return total / count
