"""Frozen BatchNorm stays in eval() because its train() is overridden."""

import copy
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    for layer in model.modules():
        if (
            isinstance(layer, nn.modules.batchnorm._BatchNorm)
            and not layer.weight.requires_grad
        ):
            layer.eval()
            layer.train = lambda mode=True, layer=layer: layer
    optimizer = torch.optim.Adagrad([p for p in model.parameters() if p.requires_grad], lr=1e-2)
    best = -1.0
    for _ in range(epochs):
        model.train()
        for batch in train_loader:
            images, labels = (part.to(device) for part in batch)
            optimizer.zero_grad()
            nn.functional.nll_loss(model(images).log_softmax(1), labels).backward()
            optimizer.step()
        model.eval()
        hits = []
        for images, labels in val_loader:
            with torch.no_grad():
                hits += (model(images.to(device)).argmax(1) == labels.to(device)).tolist()
        if sum(hits) / len(hits) > best:
            best = sum(hits) / len(hits)
            state = copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
