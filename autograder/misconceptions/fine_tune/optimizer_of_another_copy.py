"""The optimizer holds another copy's parameters.

Seen: There are gradients, yet no weight of the trained model moves.
Why: The optimizer was made for the first model, and no gradient ever gets there.
Next: Make the optimizer from the parameters of the model that you train.
Hints:
- Whose parameters does the optimizer hold?
- After a deep copy every parameter is a new object.
- Build the optimizer after the last line that changes `model`.
"""

import copy
import torch
from torch import nn

FAILS = ("model_has_learned", "everything_trainable_is_trained")


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    model = copy.deepcopy(model)
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
