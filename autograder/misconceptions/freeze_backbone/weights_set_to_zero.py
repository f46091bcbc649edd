"""The backbone's weights are set to zero while they are frozen.

Seen: The backbone's parameters came back with other values.
Why: Freezing means that weights keep their values: zeros know nothing.
Next: Set the flag only.
Hints:
- Which line of your function changes a value?
- `p.data.zero_()` clears the weight, `p.grad` would be the gradient.
- Remove everything from the loop but the line with `requires_grad`.
"""

from torch import nn

FAILS = ("nothing_else_changes",)


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    for p in model.parameters():
        p.requires_grad = False
        p.data.zero_()
    head.requires_grad_(True)
    head.reset_parameters()
    return model
