"""The groups hold names, not parameters.

Seen: Under `params` there are texts, and no optimizer takes them.
Why: A name says where a parameter is; the optimizer needs the tensor itself.
Next: Put the parameters in the list.
Hints:
- What does `named_parameters()` give, and what do you keep of it?
- An optimizer changes tensors, and a text cannot be changed.
- Keep `p`, not `name`.
"""

import course

FAILS = (
    "backbone_gets_its_learning_rate",
    "head_gets_its_learning_rate",
    "an_optimizer_takes_the_groups",
    "works_on_a_network_you_have_not_seen",
)


def parameter_groups(model, backbone_lr, head_lr):
    own = {id(p) for p in course.models.head(model).parameters()}
    names = {True: [], False: []}
    for name, p in model.named_parameters():
        if p.requires_grad:
            names[id(p) in own].append(name)
    return [{"params": names[False], "lr": backbone_lr}, {"params": names[True], "lr": head_lr}]
