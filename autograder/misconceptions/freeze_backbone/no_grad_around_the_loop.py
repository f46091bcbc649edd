"""The function does nothing but open a `torch.no_grad()` block.

Seen: Every parameter still has requires_grad=True.
Why: `no_grad` holds only while its block runs, and leaves no trace on the parameters.
Next: Set `requires_grad` to False on the backbone's parameters.
Hints:
- What is left of `no_grad` after the function has ended?
- The flag stays, a block does not.
- Loop over the parameters and set `requires_grad = False`.
"""

import torch

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.grad = None
    return model
