"""A further trainable layer is put behind the model.

Seen: A trainable tensor is in the model that was not there before.
Why: Freezing decides what may change: it adds nothing.
Next: Return the model that came in.
Hints:
- Does your function make a layer?
- The head is there already.
- Write `return model` as the last line.
"""

from torch import nn

FAILS = ("nothing_else_changes",)


def freeze_backbone(model):
    model.requires_grad_(False)
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    head.requires_grad_(True)
    return nn.Sequential(model, nn.Linear(head.out_features, head.out_features))
