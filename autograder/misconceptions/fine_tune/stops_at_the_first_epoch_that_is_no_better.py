"""Training stops at the first epoch that is no better than the best so far.

Seen: The epochs after a first disappointing one were never run, and one of them is the best.
Why: Accuracy rises by fits and starts: an epoch that is no better says little about the next.
Next: Run all epochs; stop early only with patience, where that was asked for.
Hints:
- How often does your loop over epochs run?
- A `break` in it ends the training for good.
- Keep the best weights and go on: `if accuracy > best: ...` without an `else`.
"""

import copy

import torch
from torch import nn

FAILS = ("trains_for_the_given_number_of_epochs",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    best, best_state = -1.0, None
    for _ in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            optimizer.zero_grad()
            criterion(model(images.to(device)), labels.to(device)).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            correct = sum(
                (model(images.to(device)).argmax(1) == labels.to(device)).sum().item()
                for images, labels in val_loader
            )
        if correct <= best:
            break
        best, best_state = correct, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
