"""The learning rate is a thousand times too large.

Seen: The loss grows without end, and the model guesses.
Why: Each step throws the weights further off than the last.
Next: Take a usual learning rate: 1e-2 for SGD, 1e-3 for Adam.
Hints:
- Print the loss of every batch: does it fall?
- Numbers that overflow become infinity, then NaN.
- Write `lr=1e-2`.
"""

import copy
import torch
from torch import nn

FAILS = ("model_has_learned",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(trainable, lr=30.0, momentum=0.9)
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
    model.load_state_dict(best_state)
    return model
