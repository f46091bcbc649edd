"""Each flag is flipped instead of being set to False.

Seen: Parameters that arrived frozen are trainable afterwards.
Why: Flipping turns on what was off: some layers may arrive frozen already.
Next: Set the flag to False, whatever it was.
Hints:
- What does your function do to a parameter that is frozen already?
- `not True` is False, but `not False` is True.
- Write `p.requires_grad = False`.
"""

from torch import nn

FAILS = ("backbone_weights_do_not_require_grad", "batchnorm_and_biases_do_not_require_grad")


def freeze_backbone(model):
    head = {
        id(p) for p in [m for m in model.modules() if isinstance(m, nn.Linear)][-1].parameters()
    }
    for p in model.parameters():
        if id(p) not in head:
            p.requires_grad = not p.requires_grad
    return model
