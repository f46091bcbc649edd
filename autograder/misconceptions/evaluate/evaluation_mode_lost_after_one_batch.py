"""The model goes back to training mode after the first batch.

Seen: The first batch is measured in evaluation mode, all later ones in training mode.
Why: `model.train()` inside the loop undoes `model.eval()` before it.
Next: Switch back behind the loop, if at all.
Hints:
- In which mode is the second batch measured?
- Look at the indentation of `model.train()`.
- Move `model.train()` behind the loop.
"""

import torch

FAILS = ("uses_evaluation_mode",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
            model.train()
    return correct / total
