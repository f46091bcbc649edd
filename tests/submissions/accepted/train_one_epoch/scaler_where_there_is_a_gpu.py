"""A gradient scaler that is switched on for a GPU that is there and is the device."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    use = torch.accelerator.is_available() and torch.device(device).type == "cuda"
    scaler = torch.amp.GradScaler(torch.device(device).type, enabled=use)
    model.to(device).train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    total, count = torch.zeros((), device=device), 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        total += loss.detach() * len(x)
        count += len(x)
    return (total / count).item()
