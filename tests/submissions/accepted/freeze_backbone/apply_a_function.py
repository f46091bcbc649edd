"""model.apply freezes every layer, and a method call puts the head back."""

from torch import nn


def off(module):
    for p in module.parameters(recurse=False):
        p.requires_grad_(False)


def freeze_backbone(model):
    model.apply(off)
    [m for m in model.modules() if type(m) is nn.Linear][-1].requires_grad_()
    return model
