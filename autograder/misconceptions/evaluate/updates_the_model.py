"""The model learns from the images that it is measured on.

Seen: Its weights have other values after the call, and gradients are left in it.
Why: What was learned from in measuring can no longer tell how the model does on new images.
Next: Do forward passes only, under `torch.no_grad()`.
Hints:
- What should the model look like after being measured?
- Some lines have come over from the training loop.
- Take the loss, `backward()` and the optimizer out.
"""

import torch
from torch import nn

FAILS = ("keeps_no_gradients", "leaves_the_model_unchanged")


def evaluate(model, data_loader, device):
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    criterion = nn.CrossEntropyLoss()
    correct, total = 0, 0
    for images, labels in data_loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        logits = model(images)
        criterion(logits, labels).backward()
        optimizer.step()
        correct += (logits.argmax(dim=1) == labels).sum().item()
        total += len(labels)
    return correct / total
