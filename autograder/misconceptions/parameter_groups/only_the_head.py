"""Only the head is in a group.

Seen: The trainable parameters of the backbone are in no group.
Why: What the optimizer does not hold stays as it is, trainable or not.
Next: Add a group for the trainable part of the backbone.
Hints:
- Which parameters have requires_grad=True?
- In feature extraction the head was all; now more is trainable.
- Add `{"params": backbone, "lr": backbone_lr}`.
"""

import course

FAILS = ("backbone_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    return [{"params": list(course.models.head(model).parameters()), "lr": head_lr}]
