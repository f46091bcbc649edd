"""The function puts in a head of its own instead of keeping the one that came.

Seen: The last layer's weights came back with other values.
Why: The head may have been trained already: freezing must not throw that away.
Next: Leave the head that is there.
Hints:
- Does your function make a layer?
- Replacing the head is another function's task.
- Call `head.requires_grad_(True)` on the layer that is there.
"""

from torch import nn

FAILS = ("nothing_else_changes",)


def freeze_backbone(model):
    for parameter in model.parameters():
        parameter.requires_grad = False
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, old.out_features))
    return model
