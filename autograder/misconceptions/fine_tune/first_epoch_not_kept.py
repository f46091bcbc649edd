"""The first epoch only sets the mark; its weights are not kept.

Seen: Where the first epoch is the best, the weights of a later one come back.
Why: The best epoch may be the first: its weights must be put aside as well.
Next: Treat all epochs alike: start with a mark below every accuracy.
Hints:
- What happens in your function when `epoch == 0`?
- Which weights come back if accuracy falls from the start?
- `best = -1.0` before the loop, and one `if` in it.
"""

import copy

import torch
from torch import nn

FAILS = ("returns_the_epoch_with_the_best_validation_accuracy",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best, kept = 0.0, None
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            optimizer.zero_grad()
            criterion(model(images.to(device)), labels.to(device)).backward()
            optimizer.step()
        model.eval()
        right, count = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                right += (model(images.to(device)).argmax(1) == labels.to(device)).sum().item()
                count += len(labels)
        if epoch == 0:
            best = right / count
        elif right / count > best:
            best, kept = right / count, copy.deepcopy(model.state_dict())
    if kept is not None:
        model.load_state_dict(kept)
    return model
