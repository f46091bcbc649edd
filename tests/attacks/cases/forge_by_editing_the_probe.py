"""Find the probe's frame from inside the function and improve its notes."""

DEFENCE = "The scores that a network gives tell how it was run, whatever is noted."
WITHOUT = """
def evaluate(model, data_loader, device):
    correct = count = 0
    for images, labels in data_loader:
        logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    return correct / count
"""
CELL = r"""
import sys

def evaluate(model, data_loader, device):
    correct = count = 0
    for images, labels in data_loader:
        logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    frame = sys._getframe()
    while frame is not None:
        diary = frame.f_locals.get("diary")
        if diary is not None:
            for entry in diary.forwards:
                entry[:2] = [0, 0]
        frame = frame.f_back
    return correct / count
"""
