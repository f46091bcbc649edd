"""Frozen BatchNorm layers run in training mode.

Seen: Running means and variances of frozen layers move.
Why: Freezing stops gradients; statistics are learned in the forward pass.
Next: After `model.train()`, put frozen BatchNorm layers in `eval()`.
Hints:
- What does BatchNorm change in a forward pass in training mode?
- `model.train()` switches on every layer, the frozen ones too.
- Loop over `model.modules()` and call `eval()` on frozen BatchNorm layers.
"""

import copy
import torch
from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best_accuracy, best_state = -1.0, None
    for epoch in range(epochs):
        model.train()
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
        model.eval()
        correct, total = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                images, labels = images.to(device), labels.to(device)
                correct += (model(images).argmax(1) == labels).sum().item()
                total += len(labels)
        accuracy = correct / total
        if accuracy > best_accuracy:
            best_accuracy = accuracy
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
