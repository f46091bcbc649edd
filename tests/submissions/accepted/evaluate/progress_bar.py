"""A progress bar with the accuracy so far, enumerated."""

import torch
from tqdm import tqdm


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    bar = tqdm(data_loader, desc="eval")
    with torch.no_grad():
        for i, (x, y) in enumerate(bar):
            x, y = x.to(device), y.to(device)
            correct += (model(x).argmax(1) == y).sum().item()
            total += len(y)
            bar.set_postfix(batch=i, accuracy=correct / total)
    print(f"accuracy: {correct / total:.2%}")
    return correct / total
