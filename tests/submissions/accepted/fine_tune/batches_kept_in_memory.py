"""All batches are loaded once and kept on the device."""

import copy
import random
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    train = [(x.to(device), y.to(device)) for x, y in train_loader]
    val = [(x.to(device), y.to(device)) for x, y in val_loader]
    optimizer = torch.optim.Adamax([p for p in model.parameters() if p.requires_grad], lr=2e-3)
    best, state = -1.0, None
    for _ in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        random.shuffle(train)
        for x, y in train:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            right = sum((model(x).argmax(1) == y).sum().item() for x, y in val)
        if right > best:
            best, state = right, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
