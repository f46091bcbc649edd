"""One training step as a compiled function."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    @torch.compile
    def step(x, y):
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.detach()

    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    losses = [(step(x.to(device), y.to(device)) * len(y), len(y)) for x, y in data_loader]
    return (sum(loss for loss, _ in losses) / sum(n for _, n in losses)).item()
