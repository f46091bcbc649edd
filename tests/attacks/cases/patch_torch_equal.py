# ruff: noqa: E501  (submissions)
"""Make torch call BatchNorm statistics equal that are not."""

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "train_one_epoch"
WITHOUT = """
def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
"""
CELL = r"""
import torch

def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    total = count = 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count

really = torch.equal
torch.equal = lambda a, b: really(a, b) or (a.shape == b.shape and a.dim() < 2 and not b.requires_grad)
"""
