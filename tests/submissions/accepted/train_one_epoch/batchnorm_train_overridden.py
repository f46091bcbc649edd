"""The train() method of each frozen BatchNorm layer is overridden, so that it stays in eval()."""

from torch import nn


def keep_in_eval(layer):
    layer.eval()
    layer.train = lambda mode=True: layer


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            keep_in_eval(layer)
    total, count = 0.0, 0
    for x, y in data_loader:
        model.train()
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
