"""Every weight goes a step of one size, in the direction of its gradient's sign."""

import copy

import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    criterion = nn.CrossEntropyLoss()
    parameters = [p for p in model.parameters() if p.requires_grad]
    best, kept = -1.0, None
    for _ in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            model.zero_grad()
            criterion(model(images.to(device)), labels.to(device)).backward()
            with torch.no_grad():
                for parameter in parameters:
                    if parameter.grad is not None:
                        parameter -= 1e-3 * parameter.grad.sign()
        model.eval()
        right, count = 0, 0
        with torch.no_grad():
            for images, labels in val_loader:
                right += (model(images.to(device)).argmax(1) == labels.to(device)).sum().item()
                count += len(labels)
        if right / count > best:
            best, kept = right / count, copy.deepcopy(model.state_dict())
    if kept is not None:
        model.load_state_dict(kept)
    return model
