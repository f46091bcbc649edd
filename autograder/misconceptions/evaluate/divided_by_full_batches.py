"""The count is divided by the number of batches times the batch size.

Seen: With a smaller last batch the accuracy comes out too low.
Why: The last batch may hold fewer images than the loader's batch size says.
Next: Divide by the number of images that were seen.
Hints:
- How many images does the last batch have?
- The product is right only if every batch is full.
- Count with `total += len(labels)`, or divide by `len(data_loader.dataset)`.
"""

import torch

FAILS = ("counts_a_smaller_last_batch_rightly",)


def evaluate(model, data_loader, device):
    model.eval()
    correct = 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
    return correct / (len(data_loader) * data_loader.batch_size)
