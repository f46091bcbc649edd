"""The division is rounded down to a whole number.

Seen: The accuracy is 0 unless every answer is right.
Why: `//` drops everything behind the decimal point.
Next: Divide with `/`.
Hints:
- What is 7 // 8 in Python?
- There are two division signs.
- Write `correct / total`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly", "returns_a_python_float")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct // total
