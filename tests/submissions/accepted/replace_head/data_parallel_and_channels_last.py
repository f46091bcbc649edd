"""Channels last, wrapped in DataParallel, which on a CPU only passes the images on."""

import torch
from torch import nn


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return nn.DataParallel(model.to(memory_format=torch.channels_last))
