"""Only the head is trained.

Seen: Trainable weights of the backbone do not move.
Why: The optimizer holds the head's parameters and no others.
Next: Give the optimizer every parameter that requires a gradient.
Hints:
- Which parameters does the optimizer hold?
- This was right for feature extraction.
- Use `[p for p in model.parameters() if p.requires_grad]`.
"""

import copy
import course
import torch
from torch import nn

FAILS = ("everything_trainable_is_trained",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = list(course.models.head(model).parameters())
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
    model.load_state_dict(best_state)
    return model
