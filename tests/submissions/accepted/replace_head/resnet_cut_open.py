"""Backbone without its head, pool, flatten, Linear, in a Sequential; other networks in place."""

from torch import nn
from torchvision.models import ResNet


def replace_head(model, num_classes):
    if isinstance(model, ResNet):
        body = list(model.children())[:-2]
        return nn.Sequential(
            nn.Sequential(*body),
            nn.AdaptiveAvgPool2d((1, 1)),
            nn.Flatten(),
            nn.Linear(model.fc.in_features, num_classes),
        )
    if isinstance(model.classifier, nn.Sequential):
        in_features = model.classifier[-1].in_features
        model.classifier = nn.Sequential(
            *list(model.classifier)[:-1], nn.Linear(in_features, num_classes)
        )
    else:
        model.classifier = nn.Linear(model.classifier.in_features, num_classes)
    return model
