"""A deep copy is frozen and returned, and the original stays as it came."""

import copy

from torch import nn


def freeze_backbone(model):
    frozen = copy.deepcopy(model)
    head = [m for m in frozen.modules() if isinstance(m, nn.Linear)][-1]
    for p in frozen.parameters():
        p.requires_grad = False
    for p in head.parameters():
        p.requires_grad = True
    return frozen
