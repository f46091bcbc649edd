"""`.to(device)` is called on images and labels, and its results are not kept.

Seen: Images and labels are still where they were, and the forward pass stops on a GPU.
Why: A tensor's `.to()` gives back a copy; it does not move the tensor itself.
Next: Keep what `.to(device)` returns.
Hints:
- What does `.to()` do to the tensor that it is called on?
- Modules move in place, tensors do not.
- Write `images, labels = images.to(device), labels.to(device)`.
"""

import torch

FAILS = ("moves_the_batches_to_the_device",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
