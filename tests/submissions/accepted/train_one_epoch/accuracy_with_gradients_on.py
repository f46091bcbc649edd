"""Accuracy by a second forward pass in evaluation mode that forgets no_grad, to no effect."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    total, right, count = 0.0, 0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        model.eval()
        right += int((model(x).argmax(1) == y).sum())
        model.train()
        for m in model.modules():
            if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
                m.eval()
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    print(right / count)
    return total / count
