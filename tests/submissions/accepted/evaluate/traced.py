"""A traced copy of the model does the work."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for x, y in data_loader:
            x = x.to(device)
            traced = torch.jit.trace(model, x, check_trace=False)
            correct += (traced(x).argmax(1) == y.to(device)).sum().item()
            total += len(y)
    return correct / total
