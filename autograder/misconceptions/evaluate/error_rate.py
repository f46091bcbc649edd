"""The share of wrong answers is returned.

Seen: A good model gets a low number.
Why: Error and accuracy add up to 1; accuracy is what is asked for.
Next: Count the right answers.
Hints:
- Which number does a perfect model get from your function?
- Look at the comparison.
- Use `==` in place of `!=`.
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
            correct += (predictions != labels).sum().item()
            total += len(labels)
    return correct / total
