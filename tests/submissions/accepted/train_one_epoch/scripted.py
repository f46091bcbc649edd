"""A network compiled by torch.jit.script."""

import torch
from torch.nn.modules.batchnorm import _BatchNorm


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, _BatchNorm) and not any(p.requires_grad for p in layer.parameters()):
            layer.eval()
    fast = torch.jit.script(model)
    total = count = 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        loss = criterion(fast(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
