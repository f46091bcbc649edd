"""Parameters are compared by identity with those of the last layer."""

from torch import nn


def freeze_backbone(model: nn.Module) -> nn.Module:
    last = None
    for module in model.modules():
        if isinstance(module, nn.Linear):
            last = module
    keep = set(map(id, last.parameters()))
    for parameter in model.parameters():
        parameter.requires_grad = id(parameter) in keep
    return model
