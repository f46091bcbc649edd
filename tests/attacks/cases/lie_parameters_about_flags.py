"""Give parameters a class that says they need no gradient."""

DEFENCE = "Tensors are read as PyTorch has them, whatever their class says."
PLACE = "freeze_backbone"
WITHOUT = r"""
def freeze_backbone(model):
    return model
"""
CELL = r"""
from torch import nn


class Frozen(nn.Parameter):
    requires_grad = property(lambda self: False)


def freeze_backbone(model):
    for p in list(model.parameters())[:-2]:
        p.__class__ = Frozen
    return model
"""
