"""The result is handed to torch.compile, which hides the model behind `_orig_mod`."""

import torch
from torch import nn


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return torch.compile(model)
