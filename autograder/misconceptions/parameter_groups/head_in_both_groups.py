"""The head is in both groups.

Seen: The head's tensors come twice, once at each rate.
Why: `model.parameters()` gives the head's parameters as well.
Next: Leave the head's parameters out of the backbone's group.
Hints:
- Is the head a part of the model?
- PyTorch refuses a parameter that is in two groups.
- Add `and id(p) not in head_ids` to the comprehension.
"""

import course

FAILS = ("no_parameter_comes_twice",)


def parameter_groups(model, backbone_lr, head_lr):
    return [
        {"params": [p for p in model.parameters() if p.requires_grad], "lr": backbone_lr},
        {"params": list(course.models.head(model).parameters()), "lr": head_lr},
    ]
