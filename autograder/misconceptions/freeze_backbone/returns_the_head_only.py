"""The function returns the last layer instead of the model.

Seen: The backbone is not in what comes back.
Why: A linear layer alone cannot take images.
Next: Return the whole model.
Hints:
- What type has the value that you return?
- The last layer is a module too, but not the network.
- Write `return model` as the last line.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "nothing_else_changes",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    model.requires_grad_(False)
    return head.requires_grad_(True)
