"""One dictionary comes back, with `backbone` and `head` as keys.

Seen: What comes back is a dictionary, and there are no rates in it.
Why: An optimizer takes a list of groups, each with its own options.
Next: Return a list with one dictionary for each group.
Hints:
- Where in your result are the learning rates?
- The names of the groups do not matter to PyTorch.
- Write `[{"params": ..., "lr": ...}, {"params": ..., "lr": ...}]`.
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

    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return {"backbone": backbone, "head": head}
