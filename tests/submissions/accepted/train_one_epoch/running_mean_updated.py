"""The mean is updated image by image, without keeping a sum; the tensor stays on the device."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    mean, count = torch.zeros((), device=device), 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        count += len(x)
        mean += (loss.detach() - mean) * (len(x) / count)
    return mean.item()
