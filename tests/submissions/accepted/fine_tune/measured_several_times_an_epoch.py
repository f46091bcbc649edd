"""Accuracy is measured in the middle of an epoch as well, for a curve."""

import copy
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    frozen_norms = [
        m
        for m in model.modules()
        if isinstance(m, nn.BatchNorm2d) and not m.weight.requires_grad
    ]

    def measure():
        model.eval()
        with torch.no_grad():
            hits = [
                model(x.to(device)).argmax(1).eq(y.to(device)).float() for x, y in val_loader
            ]
        model.train()
        for norm in frozen_norms:
            norm.eval()
        return torch.cat([h.cpu() for h in hits]).mean().item()

    optimizer = torch.optim.RAdam([p for p in model.parameters() if p.requires_grad], lr=3e-3)
    curve, best, state = [measure()], -1.0, None
    for epoch in range(epochs):
        for number, (x, y) in enumerate(train_loader):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x.to(device)), y.to(device)).backward()
            optimizer.step()
            if number == len(train_loader) // 2:
                curve.append(measure())
        curve.append(measure())
        if curve[-1] > best:
            best, state = curve[-1], copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
