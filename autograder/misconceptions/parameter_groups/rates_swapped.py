"""The two learning rates are swapped.

Seen: The backbone is at `head_lr` and the head at `backbone_lr`.
Why: The pretrained backbone gets the large steps, and the head the small ones.
Next: Give each group its own rate.
Hints:
- Which of the two has more to learn?
- Read the order of the function's arguments.
- Write `backbone_lr` into the group that holds the backbone.
"""

import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "head_gets_its_learning_rate",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": backbone, "lr": head_lr}, {"params": head, "lr": backbone_lr}]
