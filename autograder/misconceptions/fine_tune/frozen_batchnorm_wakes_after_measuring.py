"""Frozen BatchNorm is put in evaluation mode once, and measuring ends with `model.train()`.

Seen: Running means and variances of frozen layers move from the second epoch on.
Why: `model.train()` after measuring switches every BatchNorm layer on again, the frozen ones too.
Next: Put frozen BatchNorm layers in `eval()` at the beginning of every epoch.
Hints:
- In which mode are the frozen layers when the second epoch begins?
- `train()` sets the mode of all layers in a model, whatever it was.
- Move the loop over `model.modules()` into the loop over epochs.
"""

import copy
import torch
from torch import nn

FAILS = ("frozen_batchnorm_comes_out_bit_identical",)


def accuracy_on(loader, model, device):
    was_training = model.training
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for images, labels in loader:
            guesses = model(images.to(device)).argmax(1)
            correct += (guesses == labels.to(device)).sum().item()
            total += len(labels)
    model.train(was_training)
    return correct / total


def fine_tune(model, train_loader, val_loader, epochs, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    criterion = nn.CrossEntropyLoss()
    best_accuracy, best_state = -1.0, None
    for epoch in range(epochs):
        for images, labels in train_loader:
            optimizer.zero_grad()
            criterion(model(images.to(device)), labels.to(device)).backward()
            optimizer.step()
        accuracy = accuracy_on(val_loader, model, device)
        if accuracy > best_accuracy:
            best_accuracy, best_state = accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
