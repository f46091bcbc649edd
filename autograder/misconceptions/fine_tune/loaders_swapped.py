"""The model is trained on `val_loader` and measured on `train_loader`.

Seen: Validation images send gradients back, and training images do not.
Why: The two loaders have changed places.
Next: Train on `train_loader`, measure on `val_loader`.
Hints:
- Which loader does the loop with `backward()` go through?
- The order of the arguments is train, then validation.
- Swap the two names in your loops.
"""

import copy
import torch
from torch import nn

FAILS = (
    "model_has_learned",
    "trains_for_the_given_number_of_epochs",
    "never_learns_from_validation_images",
)


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
        for images, labels in val_loader:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = criterion(model(images), labels)
            loss.backward()
            optimizer.step()
        model.eval()
        correct, total = 0, 0
        with torch.no_grad():
            for images, labels in train_loader:
                images, labels = images.to(device), labels.to(device)
                correct += (model(images).argmax(1) == labels).sum().item()
                total += len(labels)
        accuracy = correct / total
        if accuracy > best_accuracy:
            best_accuracy = accuracy
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
