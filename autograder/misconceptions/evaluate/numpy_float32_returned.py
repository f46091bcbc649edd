"""The accuracy comes back as a NumPy float32.

Seen: The value is right, its type is not.
Why: NumPy's float32 is no Python float; it cannot be written as JSON, say.
Next: Turn it into a float: `float(...)`.
Hints:
- Which type does the value have that you return?
- NumPy keeps the precision of what it averages.
- Return `float(numpy.mean(...))`.
"""

import numpy as np
import torch

FAILS = ("returns_a_python_float",)


def evaluate(model, data_loader, device):
    model.eval()
    hits = []
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            hits.append((predictions == labels).float().cpu().numpy())
    return np.concatenate(hits).mean()
