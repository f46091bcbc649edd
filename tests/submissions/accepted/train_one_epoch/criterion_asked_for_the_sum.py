"""A copy of the criterion is asked for the sum, where it can give one."""

import copy

from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad:
            m.eval()
    can_sum = isinstance(criterion, nn.CrossEntropyLoss)
    summed = copy.deepcopy(criterion)
    summed.reduction = "sum"
    total, count = 0.0, 0
    for x, y in data_loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        logits = model(x)
        loss = summed(logits, y) / len(y) if can_sum else criterion(logits, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
