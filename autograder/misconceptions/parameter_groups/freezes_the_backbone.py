"""The function freezes the backbone before it sorts.

Seen: The backbone's group is empty, and its flags have changed.
Why: What was unfrozen for fine-tuning is frozen again.
Next: Read the flags, and leave them alone.
Hints:
- Who decided what is trainable?
- This function only sorts parameters.
- Take out the loop that sets `requires_grad`.
"""

import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "leaves_the_model_unchanged",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    for block in course.models.blocks(model):
        block.requires_grad_(False)
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
