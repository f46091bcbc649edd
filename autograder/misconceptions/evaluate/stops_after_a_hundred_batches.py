"""A limit that was set while trying things out is left in the loop.

Seen: On a loader of more than a hundred batches the images behind the hundredth are not counted.
Why: The accuracy is a statement about all images of the loader, and the last ones may be the hardest.
Next: Go through the whole loader.
Hints:
- How many batches does your loop see of a loader of a thousand?
- A `break` ends the loop for good.
- Delete the lines with `break`.
"""

import torch

FAILS = ("counts_right_answers",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for index, (images, labels) in enumerate(data_loader):
            if index == 100:
                break
            images, labels = images.to(device), labels.to(device)
            correct += (model(images).argmax(1) == labels).sum().item()
            total += len(labels)
    return correct / total
