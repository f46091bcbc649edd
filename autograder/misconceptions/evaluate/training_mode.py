"""The model is measured in the mode in which it arrives.

Seen: A model that comes from training is measured with dropout and BatchNorm in training mode.
Why: In training mode features are dropped at random, and an image's answer depends on its
  neighbours in the batch.
Next: Call `model.eval()` at the start of the function.
Hints:
- In which mode does the model arrive?
- `torch.no_grad()` does not change what the layers do.
- Make `model.eval()` the first line.
"""

import torch

FAILS = ("uses_evaluation_mode",)


def evaluate(model, data_loader, device):
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
