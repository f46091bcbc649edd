"""What attacks on `fine_tune` have in common: a right loop, but for the lines that are given."""

import textwrap

STILL = """for m in model.modules():
    if isinstance(m, nn.modules.batchnorm._BatchNorm) and not any(p.requires_grad for p in m.parameters()):
        m.eval()
"""  # noqa: E501
"""Lines that put frozen BatchNorm layers in evaluation mode."""


def tuned(
    first: str = "",
    modes: str = "model.train()\n" + STILL,
    clear: str = "optimizer.zero_grad()",
    keep: str = "best, state = correct, copy.deepcopy(model.state_dict())",
    measured: str = "model.eval()",
    last: str = "",
) -> str:
    """Write a right `fine_tune`, but for the lines that are given."""
    return f"""
import copy

import torch
from torch import nn


def fine_tune(model, train_loader, val_loader, epochs, device):
{textwrap.indent(first, " " * 4)}
    trainable = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trainable, lr=3e-3)
    best, state = -1, None
    for epoch in range(epochs):
{textwrap.indent(modes, " " * 8)}
        for images, labels in train_loader:
            {clear}
            logits = model(images.to(device))
            nn.functional.cross_entropy(logits, labels.to(device)).backward()
            optimizer.step()
{textwrap.indent(measured, " " * 8)}
        with torch.no_grad():
            correct = sum(
                (model(images.to(device)).argmax(1) == labels.to(device)).sum().item()
                for images, labels in val_loader
            )
        if correct > best:
            {keep}
    model.load_state_dict(state)
{textwrap.indent(last, " " * 4)}
    return model
"""
