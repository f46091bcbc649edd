"""The function returns the list of trainable parameters instead of the model.

Seen: The function gives back a list.
Why: An optimizer wants such a list, but the caller of this function wants the model.
Next: Return the model.
Hints:
- What type has the value that you return?
- The optimizer is made later.
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
    return [p for p in model.parameters() if p.requires_grad]
