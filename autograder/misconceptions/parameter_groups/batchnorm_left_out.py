"""BatchNorm's parameters are in no group.

Seen: Of the backbone only the convolutions are in a group.
Why: A filter on the number of dimensions leaves scales and shifts out.
Next: Take every trainable parameter of the backbone.
Hints:
- Which shape has a BatchNorm scale?
- BatchNorm can be kept from decay by a group of its own, but not by none.
- Drop the condition on `p.dim()`.
"""

import course

FAILS = ("backbone_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    trainable = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    backbone = [p for p in trainable if p.dim() > 1]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
