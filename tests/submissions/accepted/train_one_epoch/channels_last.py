"""Model and images in the channels_last memory format."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model = model.to(device, memory_format=torch.channels_last)
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, n = 0.0, 0
    for x, y in data_loader:
        x = x.to(device, memory_format=torch.channels_last)
        y = y.to(device)
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += float(loss) * x.size(0)
        n += x.size(0)
    return total / n
