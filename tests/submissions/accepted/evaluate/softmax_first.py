"""Softmax and log_softmax before argmax change nothing."""

import torch
import torch.nn.functional as F


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for x, y in data_loader:
            x, y = x.to(device), y.to(device)
            probabilities = F.softmax(model(x), dim=1)
            confidence, predicted = F.log_softmax(probabilities.log(), dim=1).max(dim=1)
            assert (confidence <= 0).all()
            correct += predicted.eq(y.view_as(predicted)).sum().item()
            total += y.size(0)
    return correct / total
