"""Unfreeze everything, and replace what the probe would see of it."""

DEFENCE = "What notes how things were keeps its methods."
PLACE = "train_one_epoch"
WITHOUT = r"""
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.requires_grad_(True)
    model.train()
    for m in model.modules():
        if type(m).__name__ == "BatchNorm2d" and not any(p.requires_grad for p in m.parameters()):
            m.eval()
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return total / count
"""
CELL = r"""
import inspect

def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.requires_grad_(True)
    model.train()
    for m in model.modules():
        if type(m).__name__ == "BatchNorm2d" and not any(p.requires_grad for p in m.parameters()):
            m.eval()
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)

    for info in inspect.stack(0):
        before = inspect.getargvalues(info.frame).locals.get("before")
        if hasattr(before, "flags_changed"):
            object.__setattr__(before, "frozen", lambda: set())
            object.__setattr__(before, "flags_changed", lambda model: [])
    return total / count
"""
