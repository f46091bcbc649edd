"""topk(1) and expand, as in the ImageNet example."""

import torch


def accuracy(output, target, topk=(1,)):
    with torch.inference_mode():
        _, predicted = output.topk(max(topk), 1, True, True)
        correct = predicted.t().eq(target.view(1, -1).expand_as(predicted.t()))
        return [correct[:k].reshape(-1).float().sum(0) for k in topk]


def evaluate(model, data_loader, device):
    model.eval()
    total = torch.zeros(1, device=device)
    count = 0
    with torch.inference_mode():
        for image, target in data_loader:
            image = image.to(device)
            target = target.to(device)
            total += accuracy(model(image), target)[0]
            count += image.shape[0]
    return (total / count).item()
