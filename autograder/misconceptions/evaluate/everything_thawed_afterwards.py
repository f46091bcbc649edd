"""After measuring, all parameters are made trainable.

Seen: Parameters that came frozen leave trainable.
Why: Measuring looks at a model; what trains is decided elsewhere.
Next: Switch gradients off with `torch.no_grad()`, and leave the flags alone.
Hints:
- Which line of your function writes `requires_grad`?
- Which of the parameters were frozen before the call?
- `with torch.no_grad():` needs no flags, and nothing to put back.
"""

import torch

FAILS = ("leaves_the_model_unchanged",)


def evaluate(model, data_loader, device):
    model.eval()
    model.requires_grad_(False)
    right, count = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            predicted = model(images.to(device)).argmax(1)
            right += (predicted == labels.to(device)).sum().item()
            count += len(labels)
    model.requires_grad_(True)
    return right / count
