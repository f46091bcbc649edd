"""Python lists of answers and labels, compared one by one."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    answers, truth = [], []
    with torch.no_grad():
        for x, y in data_loader:
            answers.extend(model(x.to(device)).argmax(dim=1).tolist())
            truth.extend(y.tolist())
    return sum(a == t for a, t in zip(answers, truth, strict=True)) / len(truth)
