"""Gradients of two batches are added up for each step."""

import copy
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device, accumulate=2):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=2e-3)
    optimizer.zero_grad()
    best_accuracy, best_state = -1.0, None
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for number, (images, labels) in enumerate(train_loader, start=1):
            loss = nn.functional.cross_entropy(model(images.to(device)), labels.to(device))
            (loss / accumulate).backward()
            if number % accumulate == 0 or number == len(train_loader):
                optimizer.step()
                optimizer.zero_grad()
        model.eval()
        counts = [0, 0]
        with torch.no_grad():
            for images, labels in val_loader:
                top = model(images.to(device)).softmax(1).topk(1).indices.squeeze(1)
                counts[0] += int((top == labels.to(device)).sum())
                counts[1] += labels.size(0)
        if counts[0] / counts[1] > best_accuracy:
            best_accuracy, best_state = counts[0] / counts[1], copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
