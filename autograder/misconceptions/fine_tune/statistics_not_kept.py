"""Only parameters are kept, BatchNorm's statistics are not.

Seen: The best epoch's weights come back with the last epoch's running means and variances.
Why: `model.parameters()` leaves buffers out, and a BatchNorm layer needs both.
Next: Keep the whole state dict.
Hints:
- What does a BatchNorm layer have besides its parameters?
- Running means and variances are buffers.
- Use `copy.deepcopy(model.state_dict())`.
"""

import torch
from torch import nn

FAILS = ("returns_the_epoch_with_the_best_validation_accuracy",)


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
            best_state = [p.detach().clone() for p in model.parameters()]
    with torch.no_grad():
        for parameter, kept in zip(model.parameters(), best_state):
            parameter.copy_(kept)
    return model
