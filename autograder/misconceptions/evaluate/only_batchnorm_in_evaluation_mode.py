"""Only BatchNorm layers are put in evaluation mode.

Seen: Dropout goes on dropping features while the model is measured.
Why: Dropout is a tool of training; measuring with it gives another result each time.
Next: Call `model.eval()`, which reaches every layer.
Hints:
- Which kinds of layers behave differently while training?
- Your loop over the layers looks for one kind only.
- Replace the loop by `model.eval()`.
"""

import torch
from torch import nn

FAILS = ("uses_evaluation_mode",)


def evaluate(model, data_loader, device):
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
