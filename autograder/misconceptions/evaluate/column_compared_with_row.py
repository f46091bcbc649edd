"""Predictions of shape (N, 1) are compared with labels of shape (N,).

Seen: Every prediction is compared with every label, and more answers count than there are
  images.
Why: Comparing a column with a row makes a table of N times N: this is broadcasting.
Next: Bring both to the shape (N,) before comparing.
Hints:
- How many comparisons does one batch need?
- Print the shapes of predictions and labels.
- Leave `keepdim=True` out, or use `squeeze(1)`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1, keepdim=True)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
