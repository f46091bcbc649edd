"""BatchNorm is kept from learning by setting its momentum to 0.

Seen: After the call the BatchNorm layers have momentum 0.
Why: The setting outlives the call: in later training their statistics stand still.
Next: Leave the layers' settings alone: in evaluation mode statistics do not move.
Hints:
- What does your function leave in `layer.momentum`?
- Evaluation mode needs no other settings.
- Take the loop over BatchNorm layers out.
"""

import torch
from torch import nn

FAILS = ("leaves_the_model_unchanged",)


def evaluate(model, data_loader, device):
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = 0.0
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            correct += (model(images).argmax(1) == labels).sum().item()
            total += len(labels)
    return correct / total
