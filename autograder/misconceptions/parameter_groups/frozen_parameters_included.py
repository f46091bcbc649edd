"""Frozen parameters are in the backbone's group.

Seen: The backbone's group holds tensors that require no gradient.
Why: Nothing in the function looks at `requires_grad`.
Next: Take only parameters that require a gradient.
Hints:
- Which parameters does the backbone have besides the trainable ones?
- A frozen parameter has no business in an optimizer.
- Add `if p.requires_grad`.
"""

import course

FAILS = ("frozen_parameters_are_in_no_group", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    backbone = [p for p in model.parameters() if id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
