"""The first linear layer of the network is replaced instead of the last one.

Seen: It works where there is only one linear layer, and breaks a network that has several.
Why: Some networks have linear layers inside their backbone.
Next: Take the last linear layer.
Hints:
- How many linear layers can a network have?
- `named_modules()` goes from input to output.
- Collect all linear layers and take the one at `[-1]`.
"""

from torch import nn

FAILS = ("works_on_a_network_you_have_not_seen",)


def replace_head(model, num_classes):
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            model.set_submodule(name, nn.Linear(module.in_features, num_classes))
            break
    return model
