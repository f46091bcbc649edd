"""The groups hold clones of the parameters.

Seen: The optimizer refuses the tensors, which are computed and not parameters.
Why: `clone()` gives another tensor; to change it changes nothing in the model.
Next: Put the parameters themselves in the list.
Hints:
- Is `p.clone()` the same object as `p`?
- An optimizer moves exactly the tensors that it holds.
- Leave out `.clone()`.
"""

import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "head_gets_its_learning_rate",
    "an_optimizer_takes_the_groups",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    backbone = [p.clone() for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [
        {"params": backbone, "lr": backbone_lr},
        {"params": [p.clone() for p in head], "lr": head_lr},
    ]
