"""Runs under anomaly detection and a profiler's record_function."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, count = 0.0, 0
    with torch.autograd.detect_anomaly(check_nan=True):
        for x, y in data_loader:
            with torch.profiler.record_function("step"):
                x, y = x.to(device), y.to(device)
                optimizer.zero_grad()
                loss = criterion(model(x), y)
                loss.backward()
                optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
    return total / count
