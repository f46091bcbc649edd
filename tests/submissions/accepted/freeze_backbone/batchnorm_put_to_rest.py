"""BatchNorm is put in evaluation mode, and `train` is overridden so that it stays there."""

import types

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm


def rest(module):
    for m in module.modules():
        if isinstance(m, _BatchNorm):
            m.eval()
            m.momentum = 0.0


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    model.requires_grad_(False)
    head.requires_grad_(True)
    original = model.train

    def train(self, mode=True):
        original(mode)
        rest(self)
        return self

    model.train = types.MethodType(train, model)
    rest(model)
    return model
