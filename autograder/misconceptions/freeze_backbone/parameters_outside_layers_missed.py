"""Only layers without children are frozen; parameters that a block holds itself are missed.

Seen: A few tensors stay trainable that belong to no layer but to a block.
Why: A module may have children and parameters of its own: a scale, a class token.
Next: Go through `model.parameters()`, which gives all of them, wherever they are.
Hints:
- Does your loop skip modules that have children?
- ConvNeXt's blocks hold a `layer_scale` beside their layers.
- Loop over parameters, not over layers.
"""

from torch import nn

FAILS = ("works_on_a_network_you_have_not_seen",)


def freeze_backbone(model):
    head = [layer for layer in model.modules() if isinstance(layer, nn.Linear)][-1]
    for layer in model.modules():
        if not list(layer.children()) and layer is not head:
            layer.requires_grad_(False)
    return model
