"""Forward passes under bfloat16 autocast."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
        for x, y in data_loader:
            x, y = x.to(device), y.to(device)
            correct += (model(x).float().argmax(1) == y).sum().item()
            total += len(y)
    return correct / total
