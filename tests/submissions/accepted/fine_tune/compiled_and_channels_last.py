"""The model is compiled, channels last, and the compiled one is returned."""

import copy
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    model = model.to(device, memory_format=torch.channels_last)
    fast = torch.compile(model)
    optimizer = torch.optim.NAdam([p for p in fast.parameters() if p.requires_grad], lr=1e-3)
    best, state = -1.0, None
    for epoch in range(epochs):
        fast.train()
        for layer in fast.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            images = images.to(device, memory_format=torch.channels_last)
            loss = nn.functional.cross_entropy(fast(images), labels.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        fast.eval()
        with torch.no_grad():
            scores = [
                (fast(i.to(device)).argmax(1) == l.to(device)).float().mean().item() * len(l)
                for i, l in val_loader
            ]
        if sum(scores) > best:
            best, state = sum(scores), copy.deepcopy(fast.state_dict())
    fast.load_state_dict(state)
    return fast
