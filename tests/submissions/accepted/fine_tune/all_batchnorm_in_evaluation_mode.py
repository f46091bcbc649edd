"""Every BatchNorm layer keeps its statistics, as with small batches."""

import copy
import torch
from torch import nn


def set_modes(model):
    model.train()
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    best = (-1, None)
    for _ in range(epochs):
        set_modes(model)
        for images, labels in train_loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images.to(device)), labels.to(device)).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            n = sum(
                (model(i.to(device)).argmax(1) == l.to(device)).sum().item()
                for i, l in val_loader
            )
        if n > best[0]:
            best = (n, copy.deepcopy(model.state_dict()))
    model.load_state_dict(best[1])
    return model
