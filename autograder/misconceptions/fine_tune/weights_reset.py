"""All trainable layers are initialised again.

Seen: When training begins, most weights are not those that came in.
Why: `reset_parameters()` throws away what was learned before.
Next: Start from the weights that came with the model.
Hints:
- What is the difference to training from scratch?
- A fresh start is good for experiments, and not here.
- Take out `reset_parameters()`.
"""

import copy
import torch
from torch import nn

FAILS = ("starts_from_the_given_weights",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    for layer in model.modules():
        own = list(layer.parameters(recurse=False))
        if own and all(p.requires_grad for p in own):
            layer.reset_parameters()
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(trainable, lr=0.1, momentum=0.9)
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
