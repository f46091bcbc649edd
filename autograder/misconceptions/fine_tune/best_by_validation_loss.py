"""The best epoch is chosen by validation loss, not by accuracy.

Seen: The epoch that comes back has the lowest loss and a poor accuracy.
Why: A few images that are badly wrong rule a mean loss, and hardly touch an accuracy.
Next: Choose by validation accuracy, as the task says.
Hints:
- Do loss and accuracy always agree?
- One image with a huge loss outweighs many right answers.
- Count right answers, and keep the epoch with the most of them.
"""

import copy
import torch
from torch import nn

FAILS = ("returns_the_epoch_with_the_best_validation_accuracy",)


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best_loss, best_state = float("inf"), None
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
        total_loss, total = 0.0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                images, labels = images.to(device), labels.to(device)
                total_loss += criterion(model(images), labels).item() * len(labels)
                total += len(labels)
        loss = total_loss / total
        if loss < best_loss:
            best_loss = loss
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
