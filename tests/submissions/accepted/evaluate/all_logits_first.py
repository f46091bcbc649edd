"""All logits are collected and concatenated before anything is counted."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    with torch.no_grad():
        outputs = [(model(x.to(device)).cpu(), y) for x, y in data_loader]
    logits = torch.cat([logits for logits, _ in outputs])
    labels = torch.cat([labels for _, labels in outputs])
    return (logits.argmax(1) == labels).double().mean().item()
