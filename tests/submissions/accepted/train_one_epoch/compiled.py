"""The model is compiled for the epoch."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    compiled = torch.compile(model)
    compiled.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, n = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(compiled(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        n += len(y)
    return total / n
