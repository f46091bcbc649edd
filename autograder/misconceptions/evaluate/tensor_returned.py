"""The accuracy comes back as a tensor.

Seen: The value is right, its type is not.
Why: A tensor in a list of results does not plot, save or print as a number does.
Next: Turn the count into a Python number with `.item()`.
Hints:
- Which type does the value have that you return?
- A sum of tensors is a tensor.
- Write `correct += (...).sum().item()`.
"""

import torch

FAILS = ("returns_a_python_float",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum()
            total += len(labels)
    return correct / total
