"""The model is trained in evaluation mode.

Seen: Dropout is never active while training.
Why: In evaluation mode dropout does nothing, and BatchNorm does not learn.
Next: Call `model.train()` at the beginning of every epoch.
Hints:
- Which line decides the mode before the loop over batches?
- The mode holds until somebody changes it.
- Write `model.train()` first, then put frozen BatchNorm in `eval()`.
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
