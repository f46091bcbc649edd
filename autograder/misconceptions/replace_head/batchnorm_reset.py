"""The BatchNorm layers' statistics are reset.

Seen: The running means and variances of BatchNorm are no longer the pretrained ones.
Why: The statistics belong to the pretrained network just as its weights do.
Next: Leave all layers but the last one alone.
Hints:
- What is saved in a BatchNorm layer besides its weights?
- `reset_running_stats` puts the means to 0 and the variances to 1.
- Remove the loop over BatchNorm layers.
"""

from torch import nn

FAILS = ("backbone_keeps_its_pretrained_weights", "works_on_a_network_you_have_not_seen")


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
    return model
