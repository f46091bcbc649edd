"""Everything in eval(), then train() layer by layer, dropout included."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.eval()
    for m in model.modules():
        own = list(m.parameters(recurse=False))
        if not own or any(p.requires_grad for p in own):
            m.training = True
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    assert isinstance(model, nn.Module)
    return total / count
