"""The groups hold sets of parameters.

Seen: The optimizer refuses the sets.
Why: A set has no order, and an optimizer needs one to save and load its state.
Next: Make lists of the sets.
Hints:
- Build an optimizer from your groups and read the error.
- Sets are good for subtracting, lists for handing over.
- Write `list(...)` around each set.
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
    head = set(course.models.head(model).parameters())
    backbone = {p for p in model.parameters() if p.requires_grad} - head
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
