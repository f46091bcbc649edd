"""Each backbone parameter is replaced by a new nn.Parameter made with requires_grad=False."""

from torch import nn


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    for module in model.modules():
        if module is head:
            continue
        for name, parameter in list(module.named_parameters(recurse=False)):
            setattr(module, name, nn.Parameter(parameter.detach().clone(), requires_grad=False))
    return model
