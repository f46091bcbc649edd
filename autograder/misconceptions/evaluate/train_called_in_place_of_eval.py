"""The model is put in training mode before it is measured.

Seen: All forward passes run in training mode.
Why: `model.train()` switches dropout on and lets BatchNorm learn from the test images.
Next: Call `model.eval()`.
Hints:
- Which mode is for measuring?
- One line has come over from the training loop.
- Replace `model.train()` by `model.eval()`.
"""

import torch

FAILS = ("uses_evaluation_mode",)


def evaluate(model, data_loader, device):
    model.train()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
