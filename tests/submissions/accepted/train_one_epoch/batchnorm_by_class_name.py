"""Frozen BatchNorm is found by the name of its class and by model.apply."""


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    def fix(module):
        if "BatchNorm" in type(module).__name__ and not module.weight.requires_grad:
            module.eval()

    model.train().apply(fix)
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    return total / count
