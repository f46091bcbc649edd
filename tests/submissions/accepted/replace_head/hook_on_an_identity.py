"""The old layer becomes an Identity whose forward hook returns the new layer's scores."""

from torch import nn


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    slot = nn.Identity()
    slot.scores = nn.Linear(old.in_features, num_classes)
    slot.register_forward_hook(lambda module, args, output: module.scores(output))
    model.set_submodule(name, slot)
    return model
