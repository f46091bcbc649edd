"""The optimizer's step is given a closure."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    weighted = []
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)

        def closure(x=x, y=y):
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            return loss

        weighted.append((optimizer.step(closure).item(), len(y)))
    return sum(loss * n for loss, n in weighted) / sum(n for _, n in weighted)
