"""Sharpness-aware minimisation: two forward and backward passes a batch."""

import copy
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device, rho=0.02):
    params = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(params, lr=0.01, momentum=0.9)
    best, state = -1.0, None
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for x, y in train_loader:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            norm = (
                torch.stack([p.grad.norm() for p in params if p.grad is not None]).norm()
                + 1e-12
            )
            with torch.no_grad():
                shifts = [
                    rho * p.grad / norm if p.grad is not None else torch.zeros_like(p)
                    for p in params
                ]
                for p, e in zip(params, shifts):
                    p.add_(e)
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x), y).backward()
            with torch.no_grad():
                for p, e in zip(params, shifts):
                    p.sub_(e)
            optimizer.step()
        model.eval()
        right = 0
        with torch.no_grad():
            for x, y in val_loader:
                right += (model(x.to(device)).argmax(1) == y.to(device)).sum().item()
        if right > best:
            best, state = right, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
