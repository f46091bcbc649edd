"""Never clear gradients, and note the first one for every step."""

DEFENCE = "The optimizer's momentum tells what its steps used."
PLACE = "train_one_epoch"
WITHOUT = r"""
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if type(m).__name__ == "BatchNorm2d" and not any(p.requires_grad for p in m.parameters()):
            m.eval()
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        pass
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
"""
CELL = r"""
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if type(m).__name__ == "BatchNorm2d" and not any(p.requires_grad for p in m.parameters()):
            m.eval()
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        pass
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)

    kept = criterion.diary.step_gradients
    if optimizer.param_groups[0]["lr"] == 0:
        kept[:] = [kept[0]] * len(kept)
    return total / count
"""
