"""Every linear layer of the network is replaced.

Seen: It works where there is only one linear layer, and breaks a network that has several.
Why: Linear layers inside a backbone are pretrained layers like any other.
Next: Replace the last linear layer only.
Hints:
- How many linear layers can a network have?
- A loop without `break` changes all that it meets.
- Collect all linear layers first, then replace the one at `[-1]`.
"""

from torch import nn

FAILS = ("works_on_a_network_you_have_not_seen",)


def replace_head(model, num_classes):
    for name, module in list(model.named_modules()):
        if isinstance(module, nn.Linear):
            model.set_submodule(name, nn.Linear(module.in_features, num_classes))
    return model
