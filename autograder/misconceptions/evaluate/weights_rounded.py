"""Small weights are set to zero before measuring.

Seen: The model has other weights after the call.
Why: Pruning makes another model; measuring should leave the model as it is.
Next: Measure the model as it arrives.
Hints:
- Which lines of your function write to the model?
- A forward pass is all that measuring needs.
- Delete the lines that change parameters.
"""

import torch

FAILS = ("leaves_the_model_unchanged",)


def evaluate(model, data_loader, device):
    model.eval()
    for parameter in model.parameters():
        parameter.data[parameter.data.abs() < 0.1] = 0
    correct, total = 0, 0
    with torch.no_grad():
        for images, labels in data_loader:
            images, labels = images.to(device), labels.to(device)
            predictions = model(images).argmax(dim=1)
            correct += (predictions == labels).sum().item()
            total += len(labels)
    return correct / total
