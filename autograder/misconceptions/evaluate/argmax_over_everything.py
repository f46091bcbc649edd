"""`argmax` is called without a dimension.

Seen: A whole batch gets one single answer, a place in the flattened logits.
Why: Without `dim` the largest of all numbers is looked for, over images and classes together.
Next: Say along which dimension: `argmax(dim=1)`.
Hints:
- How many numbers should come out of `argmax` for a batch?
- Print the predictions for one batch.
- Write `model(images).argmax(dim=1)`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax()
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
