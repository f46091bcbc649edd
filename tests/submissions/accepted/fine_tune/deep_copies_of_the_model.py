"""The best model itself is deep-copied, and a copy is returned."""

import copy
import torch
import torch.nn.functional as F
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    model = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4, weight_decay=0.05)
    candidates = []
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            loss = F.cross_entropy(model(images.to(device)), labels.to(device))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            answers = torch.cat(
                [model(images.to(device)).argmax(1).cpu() for images, _ in val_loader]
            )
        truth = torch.cat([labels for _, labels in val_loader]).cpu()
        candidates.append(
            ((answers == truth).float().mean().item(), epoch, copy.deepcopy(model))
        )
    return max(candidates, key=lambda c: c[:2])[2]
