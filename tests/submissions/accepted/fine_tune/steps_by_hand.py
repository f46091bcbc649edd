"""Gradients from autograd.grad, and steps without an optimizer."""

import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    params = [p for p in model.parameters() if p.requires_grad]
    velocity = [torch.zeros_like(p) for p in params]
    best, kept = -1, {}
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for x, y in train_loader:
            loss = nn.functional.cross_entropy(model(x.to(device)), y.to(device))
            with torch.no_grad():
                for p, v, g in zip(params, velocity, torch.autograd.grad(loss, params)):
                    v.mul_(0.9).add_(g)
                    p -= 0.02 * v
        model.eval()
        right = 0
        with torch.no_grad():
            for x, y in val_loader:
                right += int(torch.count_nonzero(model(x.to(device)).argmax(1) == y.to(device)))
        if right > best:
            best = right
            kept = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            tensor.copy_(kept[name])
    return model
