"""Gradients are cleared after each step; none are left over on entry."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    frozen = (
        m for m in model.modules() if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad
    )
    for m in frozen:
        m.eval()
    total = 0
    for x, y in data_loader:
        loss = criterion(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        total += loss.item() * len(y)
    return total / len(data_loader.dataset)
