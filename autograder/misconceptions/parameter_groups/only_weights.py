"""Only parameters called `weight` are in the groups.

Seen: BatchNorm's shifts and the head's bias are in no group.
Why: A filter on names leaves every `bias` out.
Next: Take every parameter that requires a gradient.
Hints:
- How many trainable parameters are there, and how many are in your groups?
- A bias is a parameter like any other.
- Drop the filter on names.
"""

import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "head_gets_its_learning_rate",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    own = {id(p) for p in course.models.head(model).parameters()}
    head, backbone = [], []
    for name, p in model.named_parameters():
        if p.requires_grad and "weight" in name:
            (head if id(p) in own else backbone).append(p)
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
