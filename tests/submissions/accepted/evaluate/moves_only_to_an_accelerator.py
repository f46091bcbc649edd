"""Batches are moved only if the device is a GPU."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for x, y in data_loader:
            if device.type == "cuda":
                x, y = x.cuda(non_blocking=True), y.cuda(non_blocking=True)
            correct += (model(x).argmax(1) == y).sum().item()
            total += len(y)
    return correct / total
