"""The function unfreezes the model before it sorts.

Seen: Frozen parameters are in a group, and the flags have changed.
Why: The question is which parameters are trainable, not which could be.
Next: Read the flags, and leave them alone.
Hints:
- Who decided what is frozen?
- After `requires_grad_(True)` the model is another one.
- Take out the line that unfreezes.
"""

import course

FAILS = (
    "frozen_parameters_are_in_no_group",
    "leaves_the_model_unchanged",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    model.requires_grad_(True)
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
