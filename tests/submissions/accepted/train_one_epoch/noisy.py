"""Prints, warns, logs and draws random numbers."""

import logging
import random
import sys
import warnings

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    warnings.warn("training starts", stacklevel=1)
    torch.manual_seed(random.randrange(1000))
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
        print(f"loss {loss.item():.3f} {torch.rand(1).item():.3f}", file=sys.stderr)
        logging.getLogger(__name__).warning("lr %s", optimizer.param_groups[0]["lr"])
    return total / count
