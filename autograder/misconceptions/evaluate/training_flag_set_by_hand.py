"""`model.training = False` is set in place of `model.eval()`.

Seen: Only the outermost module changes; dropout and BatchNorm inside stay in training mode.
Why: Each layer has its own flag, and `eval()` is what passes the mode on to all of them.
Next: Call `model.eval()`.
Hints:
- Which layers read the flag that you set?
- A module does not pass an attribute on to the modules inside it.
- Replace the assignment by `model.eval()`.
"""

import torch

FAILS = ("uses_evaluation_mode",)


def evaluate(model, data_loader, device):
    model.training = False
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
