"""The outer loop runs once too seldom.

Seen: For one epoch nothing is trained at all.
Why: `range(1, epochs)` leaves out a number at its end.
Next: Use `range(epochs)`, or `range(1, epochs + 1)`.
Hints:
- Which numbers has `range(1, 3)`?
- The end of a range is not in it.
- Write `range(1, epochs + 1)`.
"""

import copy
import torch
from torch import nn

FAILS = (
    "model_has_learned",
    "trains_for_the_given_number_of_epochs",
    "starts_from_the_given_weights",
    "trains_in_training_mode",
    "never_learns_from_validation_images",
    "gradients_are_cleared",
    "frozen_batchnorm_comes_out_bit_identical",
    "frozen_weights_stay",
    "everything_trainable_is_trained",
    "moves_the_batches_to_the_device",
)


def fine_tune(model, train_loader, val_loader, epochs, device):
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best_accuracy, best_state = -1.0, copy.deepcopy(model.state_dict())
    for epoch in range(1, epochs):
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
