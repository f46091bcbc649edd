"""The accuracies of the classes are averaged, not those of the images.

Seen: Rare classes count as much as frequent ones.
Why: That is balanced accuracy, another measure; here every image counts the same.
Next: Divide all right answers by all images.
Hints:
- Does one image of a rare class count as much as one of a frequent class?
- Add up the counts of all classes before dividing.
- Return the sum of right answers divided by the sum of images.
"""

import torch

FAILS = ("counts_right_answers", "counts_a_smaller_last_batch_rightly")


def evaluate(model, data_loader, device):
    model.eval()
    right, seen = {}, {}
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            for answer, label in zip(
                model(images).argmax(dim=1).tolist(), labels.tolist(), strict=True
            ):
                seen[label] = seen.get(label, 0) + 1
                right[label] = right.get(label, 0) + (answer == label)
    return sum(right[label] / seen[label] for label in seen) / len(seen)
