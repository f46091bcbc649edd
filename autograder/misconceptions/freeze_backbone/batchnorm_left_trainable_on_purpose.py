"""BatchNorm layers are skipped on purpose while freezing.

Seen: The scales and shifts of BatchNorm still have requires_grad=True.
Why: Some recipes train BatchNorm, but a frozen backbone means all of it.
Next: Freeze the BatchNorm layers like the others.
Hints:
- Which layers does your loop pass over?
- The exercise asks for everything but the last layer.
- Remove the line with `continue`.
"""

from torch import nn

FAILS = ("batchnorm_and_biases_do_not_require_grad", "works_on_a_network_you_have_not_seen")


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d) or layer is head:
            continue
        for parameter in layer.parameters(recurse=False):
            parameter.requires_grad_(False)
    return model
