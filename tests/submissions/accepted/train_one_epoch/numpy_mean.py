"""The result is a NumPy float64, which is a Python float."""

import numpy as np
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    losses, sizes = [], []
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().cpu().numpy().astype(np.float64))
        sizes.append(len(y))
    return np.average(losses, weights=sizes)
