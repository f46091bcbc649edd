"""The key is called `learning_rate` where PyTorch looks for `lr`.

Seen: The groups have no rate of their own and get the optimizer's default.
Why: A key that PyTorch does not know is kept and not used.
Next: Use the key `"lr"`.
Hints:
- Which name does `torch.optim.SGD` use for the learning rate?
- No error is raised: the default is taken.
- Write `"lr": backbone_lr`.
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
    return [
        {"params": backbone, "learning_rate": backbone_lr},
        {"params": head, "learning_rate": head_lr},
    ]
