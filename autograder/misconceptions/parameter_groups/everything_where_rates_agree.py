"""Where both rates are the same number, one group holds all parameters, frozen ones included.

Seen: At equal rates frozen tensors are in the group.
Why: One rate saves the sorting into two groups, and not the sorting out of what is frozen.
Next: Take only parameters whose `requires_grad` is True, there as well.
Hints:
- What does your shortcut return when blocks are frozen?
- `model.parameters()` gives frozen parameters too.
- Leave the shortcut out: two groups with one rate are as good as one.
"""

import course

FAILS = ("frozen_parameters_are_in_no_group",)


def parameter_groups(model, backbone_lr, head_lr):
    if backbone_lr == head_lr:
        return [{"params": list(model.parameters()), "lr": head_lr}]
    head_ids = {id(p) for p in course.models.head(model).parameters()}
    trainable = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in trainable if id(p) not in head_ids], "lr": backbone_lr},
        {"params": [p for p in trainable if id(p) in head_ids], "lr": head_lr},
    ]
