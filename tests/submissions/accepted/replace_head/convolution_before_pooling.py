"""A fully convolutional network: class maps from a 1x1 convolution, pooled to one score each."""

import torchvision
from torch import nn


class ClassMaps(nn.Module):
    def __init__(self, trunk, channels, classes):
        super().__init__()
        self.trunk = trunk
        self.maps = nn.Conv2d(channels, classes, 1)
        self.norm = nn.Identity()

    def forward(self, images):
        return self.maps(self.norm(self.trunk(images))).mean(dim=(-2, -1))


def replace_head(model, num_classes):
    old = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    if isinstance(model, torchvision.models.ResNet):
        trunk = nn.Sequential(*list(model.children())[:-2])
    elif isinstance(model, torchvision.models.DenseNet):
        trunk = nn.Sequential(model.features, nn.ReLU())
    else:
        trunk = model.features
    network = ClassMaps(trunk, old.in_features, num_classes)
    if isinstance(model, torchvision.models.ConvNeXt):
        network.norm = model.classifier[0]
    return network
