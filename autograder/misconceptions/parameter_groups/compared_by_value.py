"""Parameters are compared by their values, not by identity.

Seen: The function stops where it asks whether a parameter is in a list.
Why: `in` on a list uses `==`, and `==` on tensors compares numbers, one by one.
Next: Compare ids, or put the parameters in a set.
Hints:
- What does `==` give for two tensors?
- `id(p)` is a number that belongs to one object only.
- Write `id(p) not in {id(q) for q in head}`.
"""

import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "head_gets_its_learning_rate",
    "frozen_parameters_are_in_no_group",
    "no_parameter_comes_twice",
    "an_optimizer_takes_the_groups",
    "leaves_the_model_unchanged",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    backbone = [p for p in model.parameters() if p.requires_grad and p not in head]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
