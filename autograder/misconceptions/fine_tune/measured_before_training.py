"""The accuracy is measured before each epoch, not after it.

Seen: The last epoch is never measured, and so can never come back.
Why: What is kept belongs to the epoch before, and the last one is missing.
Next: Measure after the epoch's last step.
Hints:
- On which weights was the number measured?
- After the loop nothing looks at the last epoch.
- Move the loop over `val_loader` behind the loop over `train_loader`.
"""

import copy
import torch
from torch import nn

FAILS = ("model_has_learned", "returns_the_epoch_with_the_best_validation_accuracy")


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    best_accuracy, best_state = -1.0, None
    for epoch in range(epochs):
        model.eval()
        correct, total = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                images, labels = images.to(device), labels.to(device)
                correct += (model(images).argmax(1) == labels).sum().item()
                total += len(labels)
        if correct / total > best_accuracy:
            best_accuracy = correct / total
            best_state = copy.deepcopy(model.state_dict())
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images), labels).backward()
            optimizer.step()
    model.load_state_dict(best_state)
    return model
