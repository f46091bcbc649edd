"""Small rates in the backbone, larger ones in the head, cosine annealing."""

import copy
import course
import torch
from torch import nn


def groups_of(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    ids = {id(p) for p in head}
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in ids]
    return [
        {"params": rest, "lr": backbone_lr},
        {"params": [p for p in head if p.requires_grad], "lr": head_lr},
    ]


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.Adam(groups_of(model, 1e-5, 1e-3))
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    history, states = [], []
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images.to(device)), labels.to(device)).backward()
            optimizer.step()
        schedule.step()
        model.eval()
        with torch.no_grad():
            right = [model(i.to(device)).argmax(1).eq(l.to(device)) for i, l in val_loader]
        history.append(torch.cat(right).float().mean().item())
        states.append(copy.deepcopy(model.state_dict()))
    model.load_state_dict(states[history.index(max(history))])
    return model
