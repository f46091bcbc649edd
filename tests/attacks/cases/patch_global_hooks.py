"""Register hooks on all of torch's modules that change what networks give."""

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

from torch.nn.modules import module
module.register_module_forward_pre_hook(lambda layer, inputs: layer.__dict__.update(training=False))
"""
