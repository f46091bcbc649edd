"""Keeps an exponential moving average of the weights in a copy, and evaluates that copy."""

import copy

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    average = copy.deepcopy(model).eval().requires_grad_(False)
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, right, count = 0.0, 0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            for kept, new in zip(average.parameters(), model.parameters(), strict=True):
                kept.lerp_(new, 0.1)
            right += (average(x).argmax(dim=1) == y).sum().item()
        total += loss.item() * len(x)
        count += len(x)
    print(f"averaged weights: {right / count:.3f}")
    return total / count
