"""Only convolutions and BatchNorm layers are frozen, picked by their type.

Seen: Linear and LayerNorm layers inside the backbone stay trainable.
Why: Other networks have other layers before the head: a list of types misses what is not on it.
Next: Freeze every parameter of the model, then make the head's trainable again.
Hints:
- Print the names of all parameters that are still trainable.
- Which kinds of layer does a ConvNeXt have in its blocks?
- `model.requires_grad_(False)` asks for no type.
"""

from torch import nn

FAILS = ("works_on_a_network_you_have_not_seen",)


def freeze_backbone(model):
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.BatchNorm2d)):
            for parameter in layer.parameters():
                parameter.requires_grad = False
    return model
