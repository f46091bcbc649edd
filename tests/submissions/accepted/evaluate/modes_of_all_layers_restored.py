"""The mode of each single layer is noted and restored."""

import contextlib

import torch


@contextlib.contextmanager
def measuring(model):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    with torch.no_grad():
        yield
    for module, mode in modes.items():
        module.training = mode


def evaluate(model, data_loader, device):
    correct = total = 0
    with measuring(model):
        for x, y in data_loader:
            correct += (model(x.to(device)).argmax(1) == y.to(device)).sum().item()
            total += len(y)
    return correct / total
