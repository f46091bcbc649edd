"""The new layer takes its requires_grad flag from the old one.

Seen: The new head is frozen wherever the model came frozen.
Why: The old layer's flag says what was wanted of the old layer.
Next: Leave the new layer trainable.
Hints:
- What is the flag of the old layer when all of the model is frozen?
- The head must be trainable whatever the rest is.
- Do not copy `requires_grad`.
"""

from torch import nn

FAILS = ("new_head_is_trainable",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Linear(old.in_features, num_classes)
    head.requires_grad_(old.weight.requires_grad)
    model.set_submodule(name, head)
    return model
