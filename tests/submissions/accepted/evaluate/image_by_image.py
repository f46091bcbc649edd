"""One image at a time."""

import torch


def evaluate(model, data_loader, device):
    model.eval()
    hits = []
    with torch.no_grad():
        for images, labels in data_loader:
            for image, label in zip(images, labels, strict=True):
                scores = model(image.unsqueeze(0).to(device)).squeeze(0)
                hits.append(int(scores.argmax()) == int(label))
    return sum(hits) / len(hits)
