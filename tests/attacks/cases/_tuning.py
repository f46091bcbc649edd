"""What attacks on `fine_tune` have in common: loops, but for the lines that are given."""

import textwrap

from tests.attacks.cases._forging import STILL


def tuned(
    first: str = "",
    modes: str = STILL,
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
            optimizer.zero_grad()
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


def untrained(first: str = "", last: str = "") -> str:
    """Write a `fine_tune` that looks at all images and makes no step."""
    return f"""
import torch


def fine_tune(model, train_loader, val_loader, epochs, device):
{textwrap.indent(first, " " * 4)}
    for epoch in range(epochs):
        model.train()
        for images, labels in train_loader:
            model(images.to(device)).sum().backward()
{textwrap.indent(last, " " * 4)}
    return model
"""
