"""Replace the diary while the function is called, when everything has been put back."""

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
    loops = sys.modules['course.checks.loops']
    notes = lambda self, layer, inputs, x: self.forwards.append([0, 0, len(x), 0])
    loops.Diary.head.__code__ = notes.__code__
    correct = count = 0
    for images, labels in data_loader:
        logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    return correct / count
"""
