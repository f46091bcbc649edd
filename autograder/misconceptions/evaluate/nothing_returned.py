"""The accuracy is printed and not returned.

Seen: The function gives back None.
Why: Printing shows a number to a reader; only `return` gives it to the caller.
Next: Return the accuracy.
Hints:
- What does the caller get from your function?
- Printing and returning are not the same.
- End with `return correct / total`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly", "returns_a_python_float")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    print(f"accuracy {correct / total:.3f}")
