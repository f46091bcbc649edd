"""The head is in no group.

Seen: The backbone's group is right, and the head is missing.
Why: The head is left out of the backbone's group and never put into another.
Next: Add a group for the head.
Hints:
- Which parameters are in no group?
- The head changes along with its features.
- Add `{"params": head, "lr": head_lr}`.
"""

import course

FAILS = ("head_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}]
