"""The number of right answers is returned.

Seen: The result grows with the number of images.
Why: An accuracy is a share; a count says little without the number of images.
Next: Divide by the number of images.
Hints:
- Would the number change if every image came twice?
- Counting is half of it.
- Return `correct / total`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly", "returns_a_python_float")


def evaluate(model, data_loader, device):
    model.eval()
    correct = 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
    return correct
