"""The whole model is frozen after the new head was put in.

Seen: The new head's parameters have requires_grad=False.
Why: `model.parameters()` goes through the head as well, so there is nothing left that can learn.
Next: Freeze first and replace afterwards, or switch the head on again.
Hints:
- In which order does your function freeze and replace?
- A fresh layer is trainable until something freezes it.
- Move the loop that freezes above the line that makes the layer.
"""

from torch import nn

FAILS = ("new_head_is_trainable",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model
