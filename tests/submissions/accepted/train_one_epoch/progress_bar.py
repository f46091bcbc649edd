"""A progress bar around the loader, with the running loss in it."""

from torch import nn
from tqdm.auto import tqdm


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    bar = tqdm(data_loader, total=len(data_loader), leave=False, desc="train")
    total, count = 0.0, 0
    for x, y in bar:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
        bar.set_postfix(loss=f"{total / count:.3f}")
    return total / count
