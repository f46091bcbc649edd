"""Only BatchNorm layers are put in training mode.

Seen: Dropout is never active while training.
Why: Dropout looks at its own mode, and nobody switches it on.
Next: Switch the whole model to training mode, then frozen BatchNorm back.
Hints:
- Which kinds of layers behave differently in training mode?
- A list of kinds forgets some.
- Begin with `model.train()`.
"""

import copy
import torch
from torch import nn

FAILS = ("trains_in_training_mode",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best_accuracy, best_state = -1.0, None
    for epoch in range(epochs):
        model.eval()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and layer.weight.requires_grad:
                layer.train()
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
