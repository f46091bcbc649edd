"""Spectral normalisation on the new layer, the older function on a hidden one."""

import torch
from torch import nn


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    hidden = torch.nn.utils.spectral_norm(nn.Linear(old.in_features, 128))
    out = torch.nn.utils.parametrizations.spectral_norm(nn.Linear(128, num_classes))
    model.set_submodule(name, nn.Sequential(hidden, nn.GELU(), out))
    return model
