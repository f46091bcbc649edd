"""Only the convolutions are frozen.

Seen: The scales and shifts of BatchNorm still have requires_grad=True.
Why: BatchNorm layers have parameters too, and are as much a part of the backbone.
Next: Freeze every layer outside the head, whatever its type.
Hints:
- Which kinds of layer in a backbone have parameters?
- A test on `nn.Conv2d` leaves BatchNorm out.
- Loop over `model.parameters()` without a test on the type.
"""

from torch import nn

FAILS = ("batchnorm_and_biases_do_not_require_grad", "works_on_a_network_you_have_not_seen")


def freeze_backbone(model):
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            for parameter in module.parameters():
                parameter.requires_grad = False
    return model
