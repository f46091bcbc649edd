"""A copy is frozen, and the original is returned.

Seen: Every parameter of the model that comes back is as it was.
Why: A deep copy has parameters of its own, and freezing them does nothing to the original.
Next: Return the model that you froze.
Hints:
- How many models are there in your function?
- Freezing one does not freeze its copy.
- Work on `model` itself and return it.
"""

import copy

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    frozen = copy.deepcopy(model)
    head = [m for m in frozen.modules() if isinstance(m, nn.Linear)][-1]
    frozen.requires_grad_(False)
    head.requires_grad_(True)
    return model
