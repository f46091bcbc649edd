"""The best state dict is returned, and never loaded.

Seen: The function gives back a dictionary, and the model itself is as the last epoch left it.
Why: A state dict holds numbers, but not the network that uses them.
Next: Load the state dict into the model, and return the model.
Hints:
- What can you do with what comes back?
- A dictionary cannot be called on images.
- `model.load_state_dict(best_state)`, then `return model`.
"""

import copy
import torch
from torch import nn

FAILS = ("returns_the_model", "returns_the_epoch_with_the_best_validation_accuracy")


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
    return best_state
