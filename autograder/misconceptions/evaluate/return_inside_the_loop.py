"""The function returns in the first round of its loop.

Seen: The accuracy of the first batch is returned.
Why: `return` ends the function at once, wherever it stands.
Next: Move the `return` behind the loop.
Hints:
- How often does the body of your loop run?
- Look at the indentation of the last line.
- Indent `return` as far as the line that begins the loop, not further.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
            return correct / total
