"""Learning rates are written into the function.

Seen: Both groups are at other rates than those that were asked for.
Why: Both arguments are ignored.
Next: Use `backbone_lr` and `head_lr`.
Hints:
- What happens if the caller asks for other rates?
- Numbers in the function cannot be changed from outside.
- Replace the numbers by the arguments.
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
    return [{"params": backbone, "lr": 1e-5}, {"params": head, "lr": 1e-3}]
