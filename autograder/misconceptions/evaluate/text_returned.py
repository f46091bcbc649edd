"""The accuracy comes back as text.

Seen: The function returns a formatted string where a number is asked for.
Why: Text cannot be compared or plotted; how it looks is for the caller to say.
Next: Return the number, and format it when printing.
Hints:
- Which type does the value have that you return?
- An f-string always makes text.
- Return `correct / total`.
"""

import torch

FAILS = (
    "counts_right_answers",
    "counts_a_smaller_last_batch_rightly",
    "returns_a_python_float",
)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return f"{correct / total:.4f}"
