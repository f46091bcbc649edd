"""Make modules hide parameters that should have been frozen."""

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "freeze_backbone"
WITHOUT = """
def freeze_backbone(model):
    return model
"""
CELL = r"""
import torch
from torch import nn

def freeze_backbone(model):
    return model

really = nn.Module.named_parameters
torch.Tensor.requires_grad_ = lambda self, flag=True: self


def hide(self, *arguments, **named):
    for name, parameter in really(self, *arguments, **named):
        if name in ("fc.weight", "fc.bias") or "classifier" in name:
            yield name, parameter
        else:
            yield name, nn.Parameter(parameter.detach(), requires_grad=False)


nn.Module.named_parameters = hide
"""
