"""Float16 autocast with an enabled gradient scaler, on a CPU as well."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    scaler = torch.amp.GradScaler(device.type, init_scale=1024.0)
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.bias.requires_grad:
            m.eval()
    total, n = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        with torch.autocast(device.type, dtype=torch.float16):
            output = model(x)
        loss = criterion(output.float(), y)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        total += loss.detach().item() * y.numel()
        n += y.numel()
    return total / n
