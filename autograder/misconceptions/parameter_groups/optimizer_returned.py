"""An optimizer is returned in place of the groups.

Seen: The function gives back an optimizer.
Why: Which optimizer is used is decided by whoever asks for the groups.
Next: Return the list of dictionaries.
Hints:
- What type does the function's first line promise?
- The list that you give to the optimizer is what is asked for.
- Return `groups`, not `torch.optim.AdamW(groups)`.
"""

import course
import torch

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
    return torch.optim.AdamW(groups)
