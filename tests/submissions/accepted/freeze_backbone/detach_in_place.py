"""`detach_()` on a leaf switches its flag off."""

import torch
from torch import nn


@torch.no_grad()
def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    kept = list(head.parameters())
    for parameter in model.parameters():
        if not any(parameter is k for k in kept):
            parameter.detach_()
    return model
