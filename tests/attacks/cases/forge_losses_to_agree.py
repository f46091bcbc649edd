"""Return the last loss, and note losses that agree with it."""

DEFENCE = (
    "The instructor is told which cell to read; a forger must know this program and each case."
)
ACCEPTED = (
    "Losses are those of the learner's own training, so that other mistakes cost nothing here."
)
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
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)
    return loss.item()
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
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        count += len(labels)

    criterion.diary.losses[:] = [[loss.item(), count, True]]
    return loss.item()
"""
