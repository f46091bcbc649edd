"""The function chooses a device of its own.

Seen: On a machine that has a GPU, with the model on the CPU, the batches go to the GPU and the function stops.
Why: Where the model lies is decided by whoever calls the function, and `device` says it.
Next: Move the batches to the argument `device`.
Hints:
- What is the argument `device` for?
- `torch.cuda.is_available()` says what the machine has, not where the model is.
- Delete the line that sets `device` anew.
"""

import torch

FAILS = ("moves_the_batches_to_the_device",)


def evaluate(model, data_loader, device):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            correct += (model(images).argmax(1) == labels).sum().item()
            total += len(labels)
    return correct / total
