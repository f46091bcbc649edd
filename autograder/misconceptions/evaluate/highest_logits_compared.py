"""The highest logits are compared with the labels, not their places.

Seen: Scores hardly ever equal class numbers, so nearly nothing counts as right.
Why: `max(dim=1)` gives two things: the values first, their places second.
Next: Compare the places: `argmax(dim=1)`, or the second result of `max`.
Hints:
- Which of the two results of `max` is the class?
- Print the predictions: are they whole numbers?
- Write `_, predictions = logits.max(dim=1)`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions, _ = model(images).max(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
