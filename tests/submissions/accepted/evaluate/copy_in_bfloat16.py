"""A copy of the model is converted and measured; the model itself keeps its mode."""

import copy

import torch


def evaluate(model, data_loader, device):
    twin = copy.deepcopy(model).to(torch.bfloat16).eval()
    correct, total = 0, 0
    with torch.no_grad():
        for x, y in data_loader:
            x, y = x.to(device, torch.bfloat16), y.to(device)
            correct += (twin(x).argmax(1) == y).sum().item()
            total += len(y)
    return correct / total
