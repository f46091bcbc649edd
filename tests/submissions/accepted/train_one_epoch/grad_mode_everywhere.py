"""set_grad_enabled, enable_grad as a decorator, and no_grad around the report."""

import torch
from torch import nn


@torch.enable_grad()
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        with torch.set_grad_enabled(True):
            loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            total += (loss * len(x)).cpu().numpy()
            model.zero_grad(set_to_none=False)
        count += len(x)
    return float(total / count)
