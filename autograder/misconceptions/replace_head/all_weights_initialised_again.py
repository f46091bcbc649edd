"""An initialisation meant for the head is applied to the whole model.

Seen: Most pretrained tensors have other values than before.
Why: `model.apply(function)` runs the function on every layer of the model.
Next: Initialise the new layer only.
Hints:
- On which layers does your initialisation run?
- `apply` goes through all children of what it is called on.
- Call it on the new layer: `head.apply(init)`, or leave it out.
"""

from torch import nn

FAILS = ("backbone_keeps_its_pretrained_weights", "works_on_a_network_you_have_not_seen")


def init_weights(module):
    if isinstance(module, (nn.Linear, nn.Conv2d)):
        nn.init.kaiming_normal_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    model.apply(init_weights)
    return model
