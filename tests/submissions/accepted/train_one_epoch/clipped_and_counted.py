"""Gradients are clipped at norm 1 and the norms are collected."""

import statistics

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    norms, losses, sizes = [], [], []
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(model.parameters(), 1.0).item())
        optimizer.step()
        losses.append(loss.item())
        sizes.append(len(y))
    print(f"median gradient norm {statistics.median(norms):.3f}")
    return statistics.fmean(losses, weights=sizes)
