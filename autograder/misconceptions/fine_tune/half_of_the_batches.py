"""Every other batch is skipped.

Seen: Half of the training images are never learned from.
Why: `continue` skips the rest of the loop's body.
Next: Learn from every batch.
Hints:
- For which batches does your condition hold?
- An epoch is a pass over all training images.
- Take out `continue`.
"""

import copy
import torch
from torch import nn

FAILS = ("trains_for_the_given_number_of_epochs",)


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
        for number, (images, labels) in enumerate(train_loader):
            if number % 2:
                continue
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
