"""The head is initialised again on the way.

Seen: The groups are right, and the head's weights are others than before.
Why: `reset_parameters()` throws away what the head has learned.
Next: Leave the weights alone.
Hints:
- Which line changes a weight?
- The head was trained before the backbone is unfrozen.
- Take out `reset_parameters()`.
"""

import course

FAILS = ("leaves_the_model_unchanged",)


def parameter_groups(model, backbone_lr, head_lr):
    course.models.head(model).reset_parameters()
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
