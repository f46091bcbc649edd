"""The old module stays, with fresh tensors of the new size in it."""

import math

import torch
from torch import nn


def replace_head(model, num_classes):
    layer = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    layer.out_features = num_classes
    bound = 1 / math.sqrt(layer.in_features)
    layer.weight = nn.Parameter(torch.empty(num_classes, layer.in_features).uniform_(-bound, bound))
    layer.bias = nn.Parameter(torch.zeros(num_classes))
    return model
