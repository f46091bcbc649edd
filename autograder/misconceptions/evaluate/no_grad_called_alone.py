"""`torch.no_grad()` is called on a line of its own.

Seen: The forward passes run with gradients enabled.
Why: `no_grad()` makes a context; it takes effect only in a `with` block or as a decorator.
Next: Write `with torch.no_grad():` and indent the loop under it.
Hints:
- From where to where should gradients be off?
- The line makes something and does not use it.
- Put `with torch.no_grad():` above the loop, with a colon and an indented block.
"""

import torch

FAILS = ("keeps_no_gradients",)


def evaluate(model, data_loader, device):
    model.eval()
    torch.no_grad()
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        predictions = model(images).argmax(dim=1)
        correct += (predictions == labels).sum().item()
        total += len(labels)
    return correct / total
