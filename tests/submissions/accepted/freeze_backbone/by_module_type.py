"""Layer by layer: every module's own parameters are frozen unless it is the last Linear."""

import torch.nn as nn


def freeze_backbone(model):
    modules = list(model.modules())
    linear_positions = [i for i, m in enumerate(modules) if isinstance(m, nn.Linear)]
    for i, m in enumerate(modules):
        own = m._parameters.values()
        for p in own:
            if p is not None:
                p.requires_grad = i == linear_positions[-1]
    return model
