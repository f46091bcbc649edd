"""Of the backbone only the last block is in a group.

Seen: Trainable parameters of earlier blocks are in no group.
Why: `[-1]` is written where all trainable blocks are meant.
Next: Go through all blocks and keep what requires a gradient.
Hints:
- How many blocks may be trainable?
- The flags tell what is trainable; the place in the network does not.
- Loop over `course.models.blocks(model)`.
"""

import course

FAILS = ("backbone_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    last = course.models.blocks(model)[-1]
    backbone = [p for p in last.parameters() if p.requires_grad]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
