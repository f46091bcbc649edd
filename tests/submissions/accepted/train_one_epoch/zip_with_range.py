"""enumerate, zip and a list of all batches."""

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    batches = list(data_loader)
    history = [None] * len(batches)
    for i, (number, (x, y)) in enumerate(zip(range(1, len(batches) + 1), batches, strict=True)):
        optimizer.zero_grad()
        loss = criterion(model(x.to(device)), y.to(device))
        loss.backward()
        optimizer.step()
        history[i] = loss.item() * len(y)
        if number % 2:
            print(f"batch {number}: {loss.item():.3f}")
    return sum(history) / sum(len(y) for _, y in batches)
