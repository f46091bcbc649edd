"""Change a weight and leave a gradient, both under a class of tensors that denies it."""

DEFENCE = "Tensors are read as PyTorch has them, whatever their class says."
PLACE = "evaluate"
WITHOUT = r"""
import torch

def evaluate(model, data_loader, device):
    model.eval()
    correct = count = 0
    for images, labels in data_loader:
        with torch.no_grad():
            logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    model.fc.bias.grad = torch.ones_like(model.fc.bias)
    model.fc.bias.data += 1
    return correct / count
"""
CELL = r"""
import torch

def evaluate(model, data_loader, device):
    model.eval()
    correct = count = 0
    for images, labels in data_loader:
        with torch.no_grad():
            logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    old = model.fc.bias.detach().clone()
    model.fc.bias.grad = torch.ones_like(model.fc.bias)
    model.fc.bias.data += 1

    class Quiet(torch.nn.Parameter):
        grad = property(lambda self: None)
        def detach(self):
            return old

    model.fc.bias.__class__ = Quiet
    return correct / count
"""
