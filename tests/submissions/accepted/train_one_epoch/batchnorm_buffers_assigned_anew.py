"""The buffers of frozen BatchNorm layers are replaced by saved copies after each batch."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    frozen = [
        m for m in model.modules() if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad
    ]
    total, count = 0.0, 0
    for x, y in data_loader:
        saved = [{name: b.clone() for name, b in m.named_buffers()} for m in frozen]
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        for m, buffers in zip(frozen, saved, strict=True):
            for name, value in buffers.items():
                setattr(m, name, value)
        total += loss.item() * len(x)
        count += len(x)
    return total / count
