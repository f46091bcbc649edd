"""A last batch that is smaller than the others is left out.

Seen: The accuracy is that of the full batches only.
Why: Every image of the loader counts, whatever the size of its batch.
Next: Count every batch that the loader gives.
Hints:
- Which images does your function never see?
- A condition on the batch size ends the loop early.
- Take the test of the batch size away.
"""

import torch

FAILS = ("counts_a_smaller_last_batch_rightly",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            if len(labels) < data_loader.batch_size:
                break
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
