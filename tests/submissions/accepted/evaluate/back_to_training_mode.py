"""Ends with model.train(), as before the next epoch."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for data in data_loader:
            images, labels = data[0].to(device), data[1].to(device)
            outputs = model(images)
            _, predicted = torch.max(outputs.data, 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    model.train()
    return correct / total
