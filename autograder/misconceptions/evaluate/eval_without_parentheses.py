"""`model.eval` is named but not called.

Seen: The model stays in the mode in which it arrives.
Why: Without parentheses Python only looks the method up; nothing runs.
Next: Write `model.eval()`, with parentheses.
Hints:
- Does every line of your function do what it seems to say?
- Look for a method without parentheses.
- Add the two parentheses: `model.eval()`.
"""

import torch

FAILS = ("uses_evaluation_mode",)


def evaluate(model, data_loader, device):
    model.eval  # noqa: B018
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
