"""The groups hold the parameters of a copy of the model.

Seen: None of the tensors in the groups belongs to the model.
Why: `copy.deepcopy` makes other parameters, and training them leaves the model as it is.
Next: Take the parameters from the model that was handed in.
Hints:
- Which model will be trained?
- A function that only sorts needs no copy.
- Leave out `copy.deepcopy`.
"""

import copy
import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "head_gets_its_learning_rate",
    "an_optimizer_takes_the_groups",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    model = copy.deepcopy(model)
    head = list(course.models.head(model).parameters())
    own = {id(p) for p in head}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
