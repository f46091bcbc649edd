"""Right answers as a product of one-hot tables."""

import torch
import torch.nn.functional as F


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for x, y in data_loader:
            logits = model(x.to(device))
            classes = logits.size(1)
            answers = F.one_hot(logits.argmax(1), classes)
            correct += (answers * F.one_hot(y.to(device), classes)).sum().item()
            total += len(y)
    return correct / total
