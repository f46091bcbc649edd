"""The images are not moved to the device.

Seen: The forward pass stops on a GPU.
Why: Model and images must lie on one device.
Next: Move the images before the forward pass.
Hints:
- Where do the images lie when the model gets them?
- One of two tensors is forgotten.
- Add `images = images.to(device)`.
"""

import torch

FAILS = ("moves_the_batches_to_the_device",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            labels = labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
