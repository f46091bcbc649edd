"""The counts are set back to zero every ten batches, as for a report.

Seen: On long loaders only the batches since the last report are counted.
Why: A report on the way needs counts of its own; the result is about all images.
Next: Set the counts to zero once, before the loop.
Hints:
- How often does the line that sets the counts to 0 run?
- What do the counts hold after batch 11?
- Keep `correct` and `total` for the result, and other names for the report.
"""

import torch

FAILS = ("counts_right_answers",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for index, (images, labels) in enumerate(data_loader):
            if index and index % 10 == 0:
                print(f"batch {index}: {correct / total:.2%}")
                correct, total = 0, 0
            images, labels = images.to(device), labels.to(device)
            correct += (model(images).argmax(1) == labels).sum().item()
            total += len(labels)
    return correct / total
