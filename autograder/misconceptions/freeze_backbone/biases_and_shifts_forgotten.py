"""Only parameters whose name ends in `weight` are frozen.

Seen: The shifts of BatchNorm and the biases still have requires_grad=True.
Why: A layer can have a weight and a bias, and each has a flag of its own.
Next: Freeze every parameter outside the last layer, whatever its name.
Hints:
- Which names end in `bias`?
- The condition in your loop leaves some parameters out.
- Remove the condition on the name.
"""

from torch import nn

FAILS = ("batchnorm_and_biases_do_not_require_grad", "works_on_a_network_you_have_not_seen")


def freeze_backbone(model):
    head = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    for name, parameter in model.named_parameters():
        if name.endswith("weight") and not name.startswith(head + "."):
            parameter.requires_grad = False
    return model
