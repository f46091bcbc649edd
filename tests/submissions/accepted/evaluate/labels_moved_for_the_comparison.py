"""Labels go where the predictions are, at the moment of comparing."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for images, labels in data_loader:
            logits = model(images.to(next(model.parameters()).device))
            correct += int(torch.count_nonzero(logits.argmax(1) == labels.to(logits.device)))
            total += labels.shape[0]
    return float(correct) / float(total)
