"""A symbolic trace of the model by torch.fx."""

import torch
from torch import fx


def evaluate(model, data_loader, device):
    model.eval()
    graph = fx.symbolic_trace(model)
    correct = total = 0
    with torch.no_grad():
        for x, y in data_loader:
            correct += (graph(x.to(device)).argmax(1) == y.to(device)).sum().item()
            total += len(y)
    return correct / total
