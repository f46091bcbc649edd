"""A deep copy gets a head of two layers with BatchNorm and dropout, as fastai builds it."""

import copy

import torch.nn as nn


def _mlp(features, num_classes):
    return nn.Sequential(
        nn.BatchNorm1d(features),
        nn.Dropout(0.25),
        nn.Linear(features, 512, bias=False),
        nn.ReLU(inplace=True),
        nn.BatchNorm1d(512),
        nn.Dropout(0.5),
        nn.Linear(512, num_classes, bias=False),
    )


def replace_head(model, num_classes):
    new_model = copy.deepcopy(model)
    name, last = [(n, m) for n, m in new_model.named_modules() if isinstance(m, nn.Linear)][-1]
    *path, leaf = name.split(".")
    parent = new_model
    for part in path:
        parent = getattr(parent, part)
    setattr(parent, leaf, _mlp(last.in_features, num_classes))
    return new_model
