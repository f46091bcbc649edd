"""Recursion over an iterator, running mean of answers."""

import torch


@torch.no_grad()
def evaluate(model, data_loader, device):
    def visit(batches, correct, total):
        batch = next(batches, None)
        if batch is None:
            return correct / total
        images, labels = (part.to(device) for part in batch)
        hits = (model(images).argmax(1) == labels).sum().item()
        return visit(batches, correct + hits, total + len(labels))

    model.eval()
    return visit(iter(data_loader), 0, 0)
