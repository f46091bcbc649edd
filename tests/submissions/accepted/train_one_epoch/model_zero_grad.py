"""The model clears the gradients, between the loss and backward()."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and all(not p.requires_grad for p in m.parameters()):
            m.eval()
    total = count = 0
    for batch in data_loader:
        x, y = (t.to(device) for t in batch)
        loss = criterion(model(x), y)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        total, count = total + loss.item() * len(x), count + len(x)
    return total / count
