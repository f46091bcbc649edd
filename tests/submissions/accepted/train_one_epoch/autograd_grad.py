"""torch.autograd.grad in place of backward(), gradients assigned by hand."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    trainable = [p for p in model.parameters() if p.requires_grad]
    total, count = 0.0, 0
    for x, y in data_loader:
        loss = criterion(model(x.to(device)), y.to(device))
        for p, g in zip(trainable, torch.autograd.grad(loss, trainable), strict=True):
            p.grad = g
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    optimizer.zero_grad()
    return total / count
