"""Gradual unfreezing: the head alone in a first epoch, if there are several."""

import copy
import course
import torch
from torch import nn


def one_epoch(model, optimizer, loader, device):
    model.train()
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
            layer.eval()
    for x, y in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x.to(device)), y.to(device)).backward()
        optimizer.step()


def fine_tune(model, train_loader, val_loader, epochs, device):
    wanted = [p for p in model.parameters() if p.requires_grad]
    head = list(course.models.head(model).parameters())
    best, state = -1.0, None
    for epoch in range(epochs):
        warming = epoch == 0 and epochs > 1
        for p in wanted:
            p.requires_grad = not warming or any(p is q for q in head)
        if epoch < 2:
            optimizer = torch.optim.Adam([p for p in wanted if p.requires_grad], lr=1e-3)
        one_epoch(model, optimizer, train_loader, device)
        for p in wanted:
            p.requires_grad = True
        model.eval()
        right = 0
        with torch.no_grad():
            for x, y in val_loader:
                right += (model(x.to(device)).argmax(1) == y.to(device)).sum().item()
        if right > best:
            best, state = right, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
