"""A LazyLinear, made real by a forward pass in evaluation mode; the mode is put back after it."""

import torch
from torch import nn


@torch.no_grad()
def replace_head(model, num_classes):
    mode = model.training
    path = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(path, nn.LazyLinear(num_classes))
    model.eval()
    model(torch.zeros(1, 3, 64, 64))
    model.train(mode)
    return model
