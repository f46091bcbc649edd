"""A recursion freezes everything but one module that is handed down to it."""

from torch import nn


def freeze(module, spare):
    if module is spare:
        return
    for name, p in module._parameters.items():
        if p is not None:
            p.requires_grad = False
    for child in module.children():
        freeze(child, spare)


def find_last(module, kind=nn.Linear):
    found = module if isinstance(module, kind) else None
    for child in module.children():
        found = find_last(child, kind) or found
    return found


def freeze_backbone(model):
    freeze(model, find_last(model))
    model.zero_grad(set_to_none=True)
    model.train()
    return model
