"""Mixed precision in its usual form; on a CPU the scaler is disabled."""

import torch
from torch import nn


def train_one_epoch(model, criterion, optimizer, data_loader, device):
    use_amp = device.type == "cuda"
    scaler = torch.amp.GradScaler(device.type, enabled=use_amp)
    model.train()
    for m in model.modules():
        if isinstance(m, nn.BatchNorm2d) and not any(p.requires_grad for p in m.parameters()):
            m.eval()
    total = 0.0
    for x, y in data_loader:
        x = x.to(device)
        y = y.to(device)
        with torch.autocast(device.type, enabled=use_amp):
            logits = model(x)
            loss = criterion(logits, y)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad(set_to_none=True)
        total += loss.item() * len(x)
    return total / len(data_loader.dataset)
