"""A new network with random weights is built and frozen, head excepted.

Seen: None of the pretrained tensors is in the model that comes back.
Why: Frozen random weights never learn anything, and the head sees noise.
Next: Change the model that is handed in and build no other.
Hints:
- Which weights does your function freeze?
- `weights=None` means random weights.
- Put the new layer into `model` and return that.
"""

import copy

from torch import nn

FAILS = ("backbone_keeps_its_pretrained_weights", "works_on_a_network_you_have_not_seen")


def replace_head(model, num_classes):
    net = copy.deepcopy(model)
    for module in net.modules():
        if hasattr(module, "reset_parameters"):
            module.reset_parameters()
    for p in net.parameters():
        p.requires_grad = False
    name, old = [(n, m) for n, m in net.named_modules() if isinstance(m, nn.Linear)][-1]
    net.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return net
