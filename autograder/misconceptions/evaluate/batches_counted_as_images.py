"""The total counts batches: 1 is added for each.

Seen: The result is far above 1.
Why: The right answers are counted by image, so the total has to be as well.
Next: Add the number of labels of each batch to the total.
Hints:
- By how much does your total grow in one round?
- Both counts must count the same thing.
- Write `total += len(labels)`.
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
            total += 1
    return correct / total
