"""The count of right answers is divided by the number of batches.

Seen: The result is the number of right answers in a batch, far above 1.
Why: `len(data_loader)` counts batches; accuracy is a share of images.
Next: Divide by the number of images.
Hints:
- What does `len(data_loader)` count?
- Both sides of the division must count images.
- Use `len(data_loader.dataset)`, or count with `total += len(labels)`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct = 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
    return correct / len(data_loader)
