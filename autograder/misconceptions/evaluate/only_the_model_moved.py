"""The model is moved to the device, the batches are not.

Seen: Images and labels stay in main memory, and the forward pass stops on a GPU.
Why: Every batch comes from the loader in main memory, so each has to be moved.
Next: Move images and labels inside the loop.
Hints:
- What comes out of the loader, and where does it lie?
- The model is on its device already; something else is not.
- Add `images, labels = images.to(device), labels.to(device)` to the loop.
"""

import torch

FAILS = ("moves_the_batches_to_the_device",)


def evaluate(model, data_loader, device):
    model = model.to(device).eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
