"""One-cycle schedule per batch, bfloat16 autocast, a disabled GradScaler."""

import copy
import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
    params = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(params, lr=1e-3)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=3e-3, total_steps=epochs * len(train_loader)
    )
    scaler = torch.amp.GradScaler(device.type, enabled=False)
    best = (-1.0, None)
    for epoch in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d) and not layer.weight.requires_grad:
                layer.eval()
        for images, labels in train_loader:
            images = images.to(device, non_blocking=True)
            labels = labels.to(device, non_blocking=True)
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss = nn.functional.cross_entropy(model(images), labels)
            scaler.scale(loss).backward()
            scaler.unscale_(optimizer)
            torch.nn.utils.clip_grad_norm_(params, 1.0)
            scaler.step(optimizer)
            scaler.update()
            scheduler.step()
        model.eval()
        right = torch.zeros((), device=device)
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            for images, labels in val_loader:
                right += (model(images.to(device)).argmax(1) == labels.to(device)).sum()
        accuracy = right.item() / len(val_loader.dataset)
        if accuracy > best[0]:
            best = (accuracy, copy.deepcopy(model.state_dict()))
    model.load_state_dict(best[1])
    return model.eval()
