"""Whole blocks whose parameters are all frozen go to eval(), not only their BatchNorm."""


def freeze_modes(module):
    parameters = list(module.parameters())
    if parameters and not any(p.requires_grad for p in parameters):
        module.eval()
        return
    for child in module.children():
        freeze_modes(child)


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    freeze_modes(model)
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
