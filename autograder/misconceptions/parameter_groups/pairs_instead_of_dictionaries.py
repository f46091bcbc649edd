"""Each group is a pair, not a dictionary.

Seen: What comes back is a list of pairs, which no optimizer takes.
Why: Without keys PyTorch cannot tell parameters from options.
Next: Make each group a dictionary with the keys `"params"` and `"lr"`.
Hints:
- What does PyTorch expect inside the list?
- A pair is read as a name and a parameter.
- Write `{"params": backbone, "lr": backbone_lr}`.
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
    return [(backbone, backbone_lr), (head, head_lr)]
