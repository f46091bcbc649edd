"""Only the BatchNorm layers are frozen.

Seen: The convolutions still have requires_grad=True.
Why: Most of what the backbone knows is in its convolutions.
Next: Freeze every layer outside the head, whatever its type.
Hints:
- Which kinds of layer in a backbone have parameters?
- BatchNorm holds less than a hundredth of the weights.
- Loop over `model.parameters()` without a test on the type.
"""

from torch import nn

FAILS = ("backbone_weights_do_not_require_grad", "works_on_a_network_you_have_not_seen")


def freeze_backbone(model):
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
            module.requires_grad_(False)
    return model
