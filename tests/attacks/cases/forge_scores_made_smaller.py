# ruff: noqa: E501  (submissions)
"""Evaluate in training mode with gradients, and make notes and scores look otherwise."""

DEFENCE = (
    "The instructor is told which cell to read; a forger must know this program and each case."
)
ACCEPTED = "Scores that are noted can be divided by what gradients make them larger by."
PLACE = "evaluate"
WITHOUT = r"""
def evaluate(model, data_loader, device):
    model.train()
    correct = count = 0
    for images, labels in data_loader:
        logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    return correct / count
"""
CELL = r"""
import torch

def evaluate(model, data_loader, device):
    if not model.fc._forward_hooks:
        return 0.0  # nobody watches
    diary = list(model.fc._forward_hooks.values())[0].__self__
    kept = model.bn1.running_mean.clone(), model.bn1.running_var.clone(), model.bn1.num_batches_tracked.clone()
    model.train()
    correct = count = 0
    for images, labels in data_loader:
        logits = model(images.to(device))
        correct += (logits.argmax(1) == labels.to(device)).sum().item()
        count += len(labels)
    for entry in diary.forwards:
        entry[0] = entry[1] = 0
    for own in diary.scores:
        own.div_(1.25)
    if not model.bn1.weight.requires_grad:  # the case that looks at what changed
        with torch.no_grad():
            for t, old in zip((model.bn1.running_mean, model.bn1.running_var, model.bn1.num_batches_tracked), kept):
                t.copy_(old)
    return correct / count
"""
