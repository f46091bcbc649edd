"""The backbone's rate shrinks from block to block.

Seen: Most of the backbone is at a smaller rate than `backbone_lr`.
Why: Each block is given a rate of its own, and only the last one has the right rate.
Next: Give all of the backbone the rate `backbone_lr`.
Hints:
- Which rate does the first trainable block get?
- Rates for each layer are a good idea, and not the one that was asked for.
- Leave out the factor.
"""

import course

FAILS = ("backbone_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    groups = [{"params": list(course.models.head(model).parameters()), "lr": head_lr}]
    for depth, block in enumerate(reversed(course.models.blocks(model))):
        trainable = [p for p in block.parameters() if p.requires_grad]
        if trainable:
            groups.append({"params": trainable, "lr": backbone_lr * 0.9**depth})
    return groups
