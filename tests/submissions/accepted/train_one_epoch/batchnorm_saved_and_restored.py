"""Frozen BatchNorm runs in training mode; all of its buffers are put back after the epoch."""

import copy

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    frozen = [
        m for m in model.modules() if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad
    ]
    saved = [copy.deepcopy(m.state_dict()) for m in frozen]
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    for m, state in zip(frozen, saved, strict=True):
        m.load_state_dict(state)
    return total / count
