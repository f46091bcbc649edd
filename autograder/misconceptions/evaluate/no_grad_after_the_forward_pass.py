"""`torch.no_grad()` covers the counting, not the forward pass.

Seen: The forward passes run with gradients enabled.
Why: The history is made in the forward pass; counting makes none.
Next: Let `torch.no_grad()` cover the forward pass.
Hints:
- Which line of your loop makes the history?
- The `with` block begins one line too late.
- Move `model(images)` into the `with torch.no_grad():` block.
"""

import torch

FAILS = ("keeps_no_gradients",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        logits = model(images)
        with torch.no_grad():
            correct += (logits.argmax(dim=1) == labels).sum().item()
            total += len(labels)
    return correct / total
