"""The best epoch is chosen by its accuracy on training images.

Seen: The epoch that comes back fits the training images best, and not the validation images.
Why: Training images have been learned from, so their accuracy goes up even when the model gets
  worse.
Next: Choose by the accuracy on `val_loader`.
Hints:
- Which images decide which epoch is the best?
- A model can know its training images by heart.
- Measure on `val_loader`, in evaluation mode.
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
        correct, total = 0, 0
        for images, labels in train_loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            total += len(labels)
            loss = criterion(logits, labels)
            loss.backward()
            optimizer.step()
        accuracy = correct / total
        if accuracy > best_accuracy:
            best_accuracy = accuracy
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
