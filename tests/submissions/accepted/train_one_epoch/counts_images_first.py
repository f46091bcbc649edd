"""A first pass over the loader only counts the images."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    images = sum(len(y) for _, y in data_loader)
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    mean = 0.0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        mean += loss.item() * len(y) / images
    return mean
