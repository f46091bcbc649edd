"""Replace the diary that notes modes and gradients by one that notes what is wanted."""

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
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
def evaluate(model, data_loader, device):
    correct = count = 0
    for images, labels in data_loader:
        logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    return correct / count

from course.checks import loops
loops.Diary.head = lambda self, layer, inputs, x: self.forwards.append([0, 0, len(x), 0])
"""
