"""The function chooses a device of its own.

Seen: On a machine that has a GPU, with the model on the CPU, the batches go to the GPU and the function stops.
Why: Where the model lies is decided by whoever calls the function, and `device` says it.
Next: Move the batches to the argument `device`.
Hints:
- What is the argument `device` for?
- `torch.cuda.is_available()` says what the machine has, not where the model is.
- Delete the line that sets `device` anew.
"""

import copy
import torch
from torch import nn

FAILS = ("moves_the_batches_to_the_device",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best, best_state = -1.0, None
    for _ in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            criterion(model(images), labels).backward()
            optimizer.step()
        model.eval()
        correct, total = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                images, labels = images.to(device), labels.to(device)
                correct += (model(images).argmax(1) == labels).sum().item()
                total += len(labels)
        if correct / total > best:
            best, best_state = correct / total, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
