"""Nothing is returned.

Seen: The function gives back None.
Why: A function without `return` gives None.
Next: Return the list of groups.
Hints:
- What does Python give back where there is no `return`?
- The list is made and then lost.
- End with `return groups`.
"""

import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "head_gets_its_learning_rate",
    "frozen_parameters_are_in_no_group",
    "no_parameter_comes_twice",
    "an_optimizer_takes_the_groups",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}

    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    groups = [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
