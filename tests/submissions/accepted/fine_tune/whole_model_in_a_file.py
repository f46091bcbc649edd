"""The whole model is saved to the working folder and loaded as a new one."""

import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.RMSprop([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    best = -1
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for x, y in train_loader:
            x, y = x.to(device), y.to(device)
            optimizer.zero_grad(set_to_none=False)
            nn.CrossEntropyLoss(label_smoothing=0.1)(model(x), y).backward()
            optimizer.step()
        model.eval()
        with torch.inference_mode():
            right = sum(
                int((model(x.to(device)).argmax(1) == y.to(device)).sum())
                for x, y in val_loader
            )
        if right > best:
            best = right
            torch.save(model, "best.pt")
    return torch.load("best.pt", weights_only=False, map_location=device)
