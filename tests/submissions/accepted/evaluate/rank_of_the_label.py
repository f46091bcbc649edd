"""An answer is right if no logit is higher than the label's."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    ranks = []
    with torch.no_grad():
        for x, y in data_loader:
            logits = model(x.to(device))
            own = logits.gather(1, y.to(device).unsqueeze(1))
            ranks += (logits > own).sum(1).tolist()
    return ranks.count(0) / len(ranks)
