"""Right answers are counted in a uint8 tensor, which starts over at 256.

Seen: On many images the count of right answers is far too small.
Why: A uint8 holds 0 to 255; 255 + 1 is 0 again, without any message.
Next: Count in a Python int, or in an int64 tensor.
Hints:
- How many right answers can your counter hold?
- The type of a tensor stays the same when something is added in place.
- `correct += (predictions == labels).sum().item()` with `correct = 0` before the loop.
"""

import torch

FAILS = ("counts_right_answers",)


def evaluate(model, data_loader, device):
    model.eval()
    correct, total = torch.zeros((), dtype=torch.uint8, device=device), 0
    with torch.no_grad():
        for images, labels in data_loader:
            predictions = model(images.to(device)).argmax(1)
            correct += (predictions == labels.to(device)).sum()
            total += len(labels)
    return correct.item() / total
