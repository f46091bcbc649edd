"""Dropout is switched off by setting its rate to 0.

Seen: After the call the rates of the dropout layers are 0.
Why: The rate is part of the model: whoever trains it further trains without dropout.
Next: Leave the layers' settings alone: `model.eval()` switches dropout off.
Hints:
- What does your function leave in `layer.p`?
- Evaluation mode needs no other settings.
- Take the loop over dropout layers out.
"""

import torch
from torch import nn

FAILS = ("leaves_the_model_unchanged",)


def evaluate(model, data_loader, device):
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            correct += (model(images).argmax(1) == labels).sum().item()
            total += len(labels)
    return correct / total
