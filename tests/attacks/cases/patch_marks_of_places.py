"""Take the marks off the batches that say where they lie."""

DEFENCE = "Marks lie beside the tensors, not on them."
PLACE = "evaluate"
WITHOUT = r"""
import torch

def evaluate(model, data_loader, device):
    model.eval()
    correct = count = 0
    with torch.no_grad():
        for images, labels in data_loader:
            pass
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            count += len(labels)
    return correct / count
"""
CELL = r"""
import torch

def evaluate(model, data_loader, device):
    model.eval()
    correct = count = 0
    with torch.no_grad():
        for images, labels in data_loader:
            vars(images).clear(); vars(labels).clear()
            logits = model(images)
            correct += (logits.argmax(1) == labels).sum().item()
            count += len(labels)
    return correct / count
"""
