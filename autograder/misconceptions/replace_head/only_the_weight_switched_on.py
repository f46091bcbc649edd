"""After freezing everything only the head's weight is switched on again.

Seen: One of the new head's two parameters has requires_grad=False.
Why: A linear layer has a weight and a bias, and each has a flag of its own.
Next: Switch on all parameters of the head.
Hints:
- Which parameters does a linear layer have?
- `layer.requires_grad_(True)` reaches all of them.
- Loop over `head.parameters()`.
"""

from torch import nn

FAILS = ("new_head_is_trainable",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Linear(old.in_features, num_classes)
    model.set_submodule(name, head)
    model.requires_grad_(False)
    head.weight.requires_grad = True
    return model
