"""The backbone's group holds convolutions and BatchNorm layers only, picked by their type.

Seen: Linear and LayerNorm layers inside the backbone are in no group.
Why: What is in no group is never trained, and a list of types misses what is not on it.
Next: Take every trainable parameter that is not one of the head's.
Hints:
- How many parameters do your groups hold, and how many are trainable?
- Which kinds of layer does a ConvNeXt have in its blocks?
- Compare ids with those of the head's parameters.
"""

from torch import nn

import course

FAILS = ("works_on_a_network_you_have_not_seen",)


def parameter_groups(model, backbone_lr, head_lr):
    backbone = [
        parameter
        for layer in model.modules()
        if isinstance(layer, (nn.Conv2d, nn.BatchNorm2d))
        for parameter in layer.parameters()
        if parameter.requires_grad
    ]
    head = list(course.models.head(model).parameters())
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
