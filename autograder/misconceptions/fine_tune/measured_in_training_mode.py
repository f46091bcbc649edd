"""Validation accuracy is measured in training mode.

Seen: Dropout is active on validation images, and BatchNorm takes in their statistics.
Why: `torch.no_grad()` stops gradients, and does not change the mode.
Next: Call `model.eval()` before you measure.
Hints:
- Which two switches does measuring need?
- In training mode an answer depends on the other images in the batch.
- Add `model.eval()` before the loop over `val_loader`.
"""

import copy
import torch
from torch import nn

FAILS = ("returns_the_epoch_with_the_best_validation_accuracy", "measures_in_evaluation_mode")


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best_accuracy, best_state = -1.0, None
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
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
