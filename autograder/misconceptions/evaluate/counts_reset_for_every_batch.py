"""The counts are set to 0 inside the loop.

Seen: Only the last batch is left in them at the end.
Why: What should add up over the loop has to be set to 0 before it.
Next: Move the line that sets the counts to 0 above the loop.
Hints:
- What do your counts hold at the start of the second round?
- A line in the loop belongs in front of it.
- Write `correct, total = 0, 0` above the `for`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            correct, total = 0, 0
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
