"""The whole model is converted to 16-bit numbers and back.

Seen: The pretrained tensors have slightly other values than before.
Why: A 16-bit number keeps three digits: what is rounded off does not come back.
Next: Leave the weights in the precision in which they came.
Hints:
- Does your function change the type of the weights?
- Going back to 32 bits does not bring the lost digits back.
- Remove `.half()`: mixed precision belongs to the training loop.
"""

from torch import nn

FAILS = ("backbone_keeps_its_pretrained_weights", "works_on_a_network_you_have_not_seen")


def replace_head(model, num_classes):
    model = model.half()
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return model.float()
