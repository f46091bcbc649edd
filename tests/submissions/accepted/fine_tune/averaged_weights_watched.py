"""An exponential average of the weights is kept, measured and returned."""

import copy
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn


def score(model, loader, device):
    model.eval()
    with torch.no_grad():
        return sum(
            (model(x.to(device)).argmax(1) == y.to(device)).sum().item() for x, y in loader
        )


def fine_tune(model, train_loader, val_loader, epochs, device):
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=1e-3)
    ema = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.5))
    best, state = -1.0, None
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for x, y in train_loader:
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(x.to(device)), y.to(device)).backward()
            optimizer.step()
            ema.update_parameters(model)
        print("average:", score(ema, val_loader, device))
        right = score(model, val_loader, device)
        if right > best:
            best, state = right, copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    return model
