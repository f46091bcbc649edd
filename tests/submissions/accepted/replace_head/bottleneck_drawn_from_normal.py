"""A bottleneck of two layers drawn by `kaiming_normal_`, in a new container; no bias at the end."""
from functools import reduce

from torch import nn


def lin_block(n_in, n_out, p, act=None, bias=True):
    layers = [nn.LayerNorm(n_in), nn.Dropout(p), nn.Linear(n_in, n_out, bias=bias)]
    if act is not None:
        layers.append(act)
    return layers


def create_head(nf, n_out, lin_ftrs=64, ps=0.25):
    head = nn.Sequential(
        *lin_block(nf, lin_ftrs, ps / 2, nn.GELU()),
        *lin_block(lin_ftrs, n_out, ps, bias=False),
    )
    for m in head:
        if isinstance(m, nn.Linear):
            nn.init.kaiming_normal_(m.weight)
            if m.bias is not None:
                m.bias.data.zero_()
    return head


def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    path = next(n for n, m in reversed(list(model.named_modules())) if isinstance(m, nn.Linear))
    steps = path.split(".")
    old = reduce(getattr, steps, model)
    parent = reduce(getattr, steps[:-1], model)
    head = create_head(old.in_features, num_classes)
    head.to(old.weight.device).train(model.training)
    if isinstance(parent, nn.Sequential) and parent is not model:
        # give the container a new life: everything but the old Linear moves over
        kept = [layer for layer in parent if layer is not old]
        box = nn.Sequential(*kept, head)
        box.training = parent.training
        setattr(reduce(getattr, steps[:-2], model), steps[-2], box)
    else:
        setattr(parent, steps[-1], head)
    return model
