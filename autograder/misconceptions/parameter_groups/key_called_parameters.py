"""The key is called `parameters` where PyTorch looks for `params`.

Seen: No parameters can be found in the groups.
Why: An optimizer looks under `"params"`.
Next: Use the key `"params"`.
Hints:
- Build an optimizer from your groups and read the error.
- PyTorch shortens both names.
- Write `"params": backbone`.
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
    return [
        {"parameters": backbone, "lr": backbone_lr},
        {"parameters": head, "lr": head_lr},
    ]
