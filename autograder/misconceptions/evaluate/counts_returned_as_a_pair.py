"""The two counts are returned, and not their quotient.

Seen: The function gives back a pair where one number is asked for.
Why: A comma behind `return` makes a tuple.
Next: Divide the one by the other.
Hints:
- How many numbers does the docstring promise?
- There is a comma where a division sign should be.
- Return `correct / total`.
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
    return correct, total
