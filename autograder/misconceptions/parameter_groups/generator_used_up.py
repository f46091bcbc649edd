"""A generator is gone through twice, and is empty the second time.

Seen: The backbone's group is empty.
Why: A generator gives each of its values once.
Next: Make a list of the trainable parameters first.
Hints:
- What is left of a generator after a loop over it?
- `filter`, `map` and `(... for ...)` can be gone through once.
- Write `[...]` in place of `(...)`.
"""

import course

FAILS = ("backbone_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    trainable = (p for p in model.parameters() if p.requires_grad)
    head = [p for p in trainable if id(p) in own]
    backbone = [p for p in trainable if id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
