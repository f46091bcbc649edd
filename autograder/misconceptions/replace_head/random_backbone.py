"""A new network without pretrained weights is built in place of the given one.

Seen: None of the pretrained tensors is in the model that comes back.
Why: `weights=None` means random weights: such a backbone knows nothing about images.
Next: Change the model that is handed in and build no other.
Hints:
- Where do the weights of your network come from?
- The argument `model` already has its pretrained weights.
- Put the new layer into `model` and return that.
"""

import torchvision
from torch import nn

FAILS = ("backbone_keeps_its_pretrained_weights", "works_on_a_network_you_have_not_seen")


BUILDERS = {
    "MobileNetV2": torchvision.models.mobilenet_v2,
    "ResNet": torchvision.models.resnet18,
    "EfficientNet": torchvision.models.efficientnet_b0,
    "DenseNet": torchvision.models.densenet121,
    "ConvNeXt": torchvision.models.convnext_tiny,
}


def replace_head(model, num_classes):
    return BUILDERS[type(model).__name__](weights=None, num_classes=num_classes)
