"""The deprecated names of torch.cuda.amp, which warn and do nothing on a CPU."""

import torch
from torch import nn
from torch.cuda.amp import GradScaler, autocast


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    scaler = GradScaler()
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, n = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        with autocast():
            loss = criterion(model(x), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        total += loss.item() * len(y)
        n += len(y)
    torch.cuda.empty_cache()
    return total / n
