"""The head is told by its size, which other layers share.

Seen: Layers that have as many outputs as there are classes kept requires_grad=True.
Why: A width says nothing about a layer's place: EfficientNet-B0 has layers with 10 channels inside.
Next: Tell the head by what it is, not by its shape.
Hints:
- Which layers of the network have as many outputs as you have classes?
- `course.models.head(model)` returns the final classification layer, whatever its size.
- Freeze everything, then thaw the parameters of the head itself.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = [layer for layer in model.modules() if isinstance(layer, nn.Linear)][-1]
    for parameter in model.parameters():
        parameter.requires_grad = parameter.shape[0] == head.out_features
    return model
