"""BatchNorm's running statistics are reset before measuring.

Seen: After the call running means are 0 and running variances 1.
Why: Evaluation mode uses these statistics: they were learned in training and cannot be had back.
Next: Measure the model as it is.
Hints:
- Which tensors does `reset_running_stats` write to?
- What does BatchNorm normalise with in evaluation mode?
- Take `reset_running_stats()` out.
"""

import torch
from torch import nn

FAILS = ("leaves_the_model_unchanged",)


def evaluate(model, data_loader, device):
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            correct += (model(images).argmax(1) == labels).sum().item()
            total += len(labels)
    return correct / total
