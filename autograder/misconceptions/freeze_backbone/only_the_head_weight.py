"""Only the weight of the last layer is switched on again.

Seen: The last layer's bias stays frozen.
Why: A layer's weight and bias have a flag each.
Next: Switch on all parameters of the last layer.
Hints:
- Which parameters does the last layer have?
- `layer.requires_grad_(True)` reaches all of them.
- Loop over `head.parameters()`.
"""

from torch import nn

FAILS = ("head_stays_trainable", "works_on_a_network_you_have_not_seen")


def freeze_backbone(model):
    for p in model.parameters():
        p.requires_grad = False
    last = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    last.weight.requires_grad = True
    return model
