"""The flag is set on layers instead of parameters.

Seen: Every parameter still has requires_grad=True.
Why: `layer.requires_grad = False` gives the layer a new attribute that nobody reads.
Next: Set the flag on parameters, or call the method `requires_grad_(False)` of the layer.
Hints:
- To what does the flag belong?
- A layer has a method whose name ends in an underscore.
- Call `layer.requires_grad_(False)` on each layer.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    for layer in model.modules():
        layer.requires_grad = layer is head
    return model
