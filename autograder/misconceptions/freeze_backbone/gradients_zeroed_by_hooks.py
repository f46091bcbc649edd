"""The gradients are set to zero by hooks, and the flags are left as they were.

Seen: Every parameter still has requires_grad=True.
Why: The gradients are still computed, and momentum or weight decay can move the weights all the
  same.
Next: Set `requires_grad` to False instead.
Hints:
- Which flag tells PyTorch not to compute a gradient?
- A gradient of zero is not the same as none.
- Loop over the parameters and set `requires_grad = False`.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = {
        id(p) for p in [m for m in model.modules() if isinstance(m, nn.Linear)][-1].parameters()
    }
    for p in model.parameters():
        if id(p) not in head and p.requires_grad:
            p.register_hook(lambda gradient: gradient * 0)
    return model
