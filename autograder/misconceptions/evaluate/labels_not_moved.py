"""The labels are not moved to the device.

Seen: The comparison with the predictions stops on a GPU.
Why: Two tensors can be compared only if they lie on one device.
Next: Move the labels, or bring the predictions back with `.cpu()`.
Hints:
- Where do predictions and labels lie when they are compared?
- One of two tensors is forgotten.
- Add `labels = labels.to(device)`.
"""

import torch

FAILS = ("moves_the_batches_to_the_device",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images = images.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
