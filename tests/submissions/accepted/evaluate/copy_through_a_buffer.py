"""The model is saved to memory and loaded again; the copy is measured."""

import io

import torch


def evaluate(model, data_loader, device):
    buffer = io.BytesIO()
    torch.save(model, buffer)
    buffer.seek(0)
    copy = torch.load(buffer, weights_only=False).to(device).eval()
    right, count = 0, 0
    with torch.inference_mode():
        for images, labels in data_loader:
            right += int((copy(images.to(device)).argmax(1) == labels.to(device)).sum())
            count += len(labels)
    return right / count
