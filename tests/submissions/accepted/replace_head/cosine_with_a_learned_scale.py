"""A cosine classifier with a learned scale."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class CosineHead(nn.Module):
    def __init__(self, in_features, num_classes, scale=16.0):
        super().__init__()
        self.directions = nn.Parameter(torch.empty(num_classes, in_features))
        nn.init.kaiming_uniform_(self.directions, a=math.sqrt(5))
        self.log_scale = nn.Parameter(torch.tensor(math.log(scale)))

    def forward(self, x):
        cos = F.linear(F.normalize(x, dim=-1), F.normalize(self.directions, dim=-1))
        return self.log_scale.exp() * cos


def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    try:
        width = model.fc.in_features
        model.fc = CosineHead(width, num_classes)
    except AttributeError:
        try:
            width = model.classifier.in_features
            model.classifier = CosineHead(width, num_classes)
        except AttributeError:
            layers = list(model.classifier)
            width = layers.pop().in_features
            model.classifier = nn.Sequential(*layers, CosineHead(width, num_classes))
    return model
