"""A hook before each frozen BatchNorm layer's forward pass puts it in eval()."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    hooks = [
        m.register_forward_pre_hook(lambda module, args: module.eval() and None)
        for m in model.modules()
        if isinstance(m, nn.BatchNorm2d) and not any(p.requires_grad for p in m.parameters())
    ]
    model.train()
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    for hook in hooks:
        hook.remove()
    return total / count
