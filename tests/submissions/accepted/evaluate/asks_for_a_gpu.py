"""What the machine has decides about speed alone; batches go to the given device."""

import torch


def evaluate(model, data_loader, device):
    model.to(device).eval()
    correct = total = 0
    with torch.no_grad(), torch.autocast(torch.device(device).type, enabled=False):
        for x, y in data_loader:
            x = x.to(device, non_blocking=torch.cuda.is_available())
            correct += (model(x).argmax(1).cpu() == y).sum().item()
            total += len(y)
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    return correct / total
