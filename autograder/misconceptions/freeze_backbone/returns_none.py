"""The function freezes the model and returns nothing.

Seen: The function gives back None.
Why: A function without `return` gives None, and the caller has no model to go on with.
Next: Return the model at the end.
Hints:
- What does your function hand back?
- A `return` is needed even if the model was changed in place.
- Write `return model` as the last line.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "head_stays_trainable",
    "nothing_else_changes",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    model.requires_grad_(False)
    head.requires_grad_(True)
