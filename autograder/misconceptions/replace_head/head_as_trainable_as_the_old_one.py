"""The new head takes its flag from the old one, unless everything is frozen.

Seen: Where the model comes partly frozen, the new head's parameters have requires_grad=False.
Why: The old head's flag says how ImageNet's classes were to be treated; yours have to be learned.
Next: Leave the fresh layer as it is: it is trainable.
Hints:
- What is `requires_grad` of the old layer in a model of which only the stem trains?
- A new `nn.Linear` needs no flag from anywhere.
- Delete the line that sets the new layer's flag.
"""

from torch import nn

FAILS = ("new_head_is_trainable",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    all_frozen = not any(parameter.requires_grad for parameter in model.parameters())
    new = nn.Linear(old.in_features, num_classes)
    new.requires_grad_(old.weight.requires_grad or all_frozen)
    model.set_submodule(name, new)
    return model
