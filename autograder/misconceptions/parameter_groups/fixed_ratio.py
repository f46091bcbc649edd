"""The head's rate is ten times the backbone's, whatever is asked for.

Seen: The head is at another rate than `head_lr`.
Why: A rule of thumb takes the place of the argument.
Next: Use `head_lr`.
Hints:
- Which argument is never read?
- Ten times is a good guess, but the caller chooses.
- Write `"lr": head_lr`.
"""

import course

FAILS = ("head_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": backbone_lr * 10}]
