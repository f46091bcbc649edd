"""The accuracy is rounded to four digits."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for x, y in data_loader:
            correct += (model(x.to(device)).argmax(1) == y.to(device)).sum().item()
            total += len(y)
    return round(correct / total, 4)
