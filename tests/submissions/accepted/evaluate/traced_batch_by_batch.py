"""A graph of the operations for each shape of batch, by make_fx."""

import torch
from torch.fx.experimental.proxy_tensor import make_fx


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    graphs = {}
    with torch.no_grad():
        for images, labels in data_loader:
            images = images.to(device)
            if images.shape not in graphs:
                graphs[images.shape] = make_fx(lambda batch: model(batch))(images)
            correct += (graphs[images.shape](images).argmax(1) == labels.to(device)).sum().item()
            total += len(labels)
    return correct / total
