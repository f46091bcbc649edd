"""A confusion matrix by bincount; the accuracy is its trace over its sum."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    matrix = None
    with torch.no_grad():
        for x, y in data_loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            classes = logits.shape[1]
            counts = torch.bincount(y * classes + logits.argmax(1), minlength=classes**2)
            counts = counts.view(classes, classes)
            matrix = counts if matrix is None else matrix + counts
    return float(matrix.diagonal().sum()) / float(matrix.sum())
