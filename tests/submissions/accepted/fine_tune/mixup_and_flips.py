"""Mixup, flips and test-time augmentation, with a loss on soft labels."""

import copy
import torch
from torch import nn


def augment(x):
    flipped = torch.where(torch.rand(len(x), 1, 1, 1, device=x.device) < 0.5, x.flip(3), x)
    return torch.roll(flipped, shifts=int(torch.randint(-1, 2, ())), dims=2)


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    mix = torch.distributions.Beta(0.2, 0.2)
    best, state = -1.0, None
    for _ in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for x, y in train_loader:
            x, y = augment(x.to(device)), y.to(device)
            lam, other = float(mix.sample()), torch.randperm(len(x), device=x.device)
            logits = model(lam * x + (1 - lam) * x[other])
            loss = lam * nn.functional.cross_entropy(logits, y) + (
                1 - lam
            ) * nn.functional.cross_entropy(logits, y[other])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        right = 0
        with torch.no_grad():
            for x, y in val_loader:
                x, y = x.to(device), y.to(device)
                right += (
                    ((model(x).softmax(1) + model(x.flip(3)).softmax(1)).argmax(1) == y)
                    .sum()
                    .item()
                )
        if right > best:
            best, state = right, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
