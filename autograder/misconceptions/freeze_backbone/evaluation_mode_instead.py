"""The model is put in evaluation mode instead of being frozen.

Seen: Every parameter still has requires_grad=True.
Why: `eval()` changes what dropout and BatchNorm do, and stops no gradient.
Next: Set `requires_grad` to False on the backbone's parameters.
Hints:
- What does `eval()` change?
- Mode and trainability are two different things.
- Loop over the parameters and set `requires_grad = False`.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    model.eval()
    head.train()
    return model
