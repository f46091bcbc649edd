"""The head is left out of the optimizer.

Seen: The head's weights do not move.
Why: Only the blocks' parameters were collected, and the head is not one of the blocks.
Next: Give the optimizer every parameter that requires a gradient.
Hints:
- Which parameters does the optimizer hold?
- `blocks(model)` leaves the head out.
- Add the parameters of `course.models.head(model)`.
"""

import copy
import course
import torch
from torch import nn

FAILS = ("model_has_learned", "everything_trainable_is_trained")


def fine_tune(model, train_loader, val_loader, epochs, device):
    blocks = course.models.blocks(model)
    trainable = [p for block in blocks for p in block.parameters() if p.requires_grad]
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
