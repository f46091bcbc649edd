"""The features are counted by a forward pass through a deep copy, so that nothing moves."""

import copy

import torch
from torch import nn


def replace_head(model, num_classes):
    name = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    trial = copy.deepcopy(model)
    trial.set_submodule(name, nn.Identity())
    trial.train()
    with torch.inference_mode():
        features = trial(torch.randn(2, 3, 96, 96)).shape[-1]
    model.set_submodule(name, nn.Linear(features, num_classes))
    return model
