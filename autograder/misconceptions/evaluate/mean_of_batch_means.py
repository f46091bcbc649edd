"""The accuracies of the batches are averaged, whatever their sizes.

Seen: With batches of one size the result is right; with a smaller last batch it is not.
Why: A mean of means gives the images of a small batch too much weight.
Next: Count right answers and images over all batches, and divide once at the end.
Hints:
- How much does one image of the last batch count, compared with one of the first?
- Keep two counts rather than a list of shares.
- `correct += (...).sum().item()`, `total += len(labels)`, then `correct / total`.
"""

import torch

FAILS = ("counts_a_smaller_last_batch_rightly",)


def evaluate(model, data_loader, device):
    model.eval()
    accuracies = []
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            accuracies.append((predictions == labels).float().mean().item())
    return sum(accuracies) / len(accuracies)
