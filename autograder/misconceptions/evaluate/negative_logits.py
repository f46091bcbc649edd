"""The lowest logit is taken as the answer.

Seen: Nearly every answer is wrong.
Why: The class with the highest logit is the network's answer.
Next: Use `argmax`.
Hints:
- Which logit stands for the network's answer?
- `argmin` and `argmax` differ by two letters.
- Replace `argmin` by `argmax`.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmin(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
