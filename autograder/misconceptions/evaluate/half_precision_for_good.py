"""The model itself is turned into half precision and left in it.

Seen: The weights have lost digits after the call.
Why: `half()` changes a module in place; turning it back does not bring the digits back.
Next: Measure under `torch.autocast`, or on a copy.
Hints:
- What happens to a weight with seven digits in half precision?
- Modules change in place, tensors do not.
- Leave `half()` and `float()` out.
"""

import torch

FAILS = ("leaves_the_model_unchanged",)


def evaluate(model, data_loader, device):
    model.eval()
    model.half()
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images.half()).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    model.float()
    return correct / total
