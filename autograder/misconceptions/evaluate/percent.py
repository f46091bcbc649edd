"""The accuracy is multiplied by 100.

Seen: The result is a percentage where a share between 0 and 1 is asked for.
Why: Whoever compares or plots the number expects the unit that the docstring names.
Next: Return `correct / total`.
Hints:
- In which range does the docstring promise the result?
- Multiply when printing, not when returning.
- Take the factor 100 out.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return 100 * correct / total
