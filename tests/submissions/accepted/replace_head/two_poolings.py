"""As in fastai: average and maximum pooling side by side, then a head on both."""

import torch
import torchvision
from torch import nn


class ConcatPool(nn.Module):
    def forward(self, x):
        return torch.cat([x.amax((2, 3)), x.mean((2, 3))], dim=1)


def body_of(model):
    if isinstance(model, torchvision.models.ResNet):
        return nn.Sequential(*[c for n, c in model.named_children() if n not in ("avgpool", "fc")])
    if isinstance(model, torchvision.models.DenseNet):
        return nn.Sequential(model.features, nn.ReLU(inplace=True))
    if isinstance(model, torchvision.models.ConvNeXt):
        return nn.Sequential(model.features, model.classifier[0])
    return model.features


def replace_head(model, num_classes):
    width = [m for m in model.modules() if isinstance(m, nn.Linear)][-1].in_features
    head = [ConcatPool(), nn.BatchNorm1d(2 * width), nn.Linear(2 * width, num_classes)]
    return nn.Sequential(body_of(model), nn.Sequential(*head))
