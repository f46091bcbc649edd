"""Parameters are collected module by module, and come many times.

Seen: Most tensors of the backbone come more than once.
Why: `module.parameters()` includes those of all modules inside it, and `modules()` visits them
  too.
Next: Go through `model.parameters()` once.
Hints:
- How often does the loop meet the parameter of a nested layer?
- Both loops go down into the network.
- Use `module.parameters(recurse=False)`, or one loop only.
"""

import course

FAILS = ("no_parameter_comes_twice",)


def parameter_groups(model, backbone_lr, head_lr):
    own = {id(p) for p in course.models.head(model).parameters()}
    backbone = []
    for module in model.modules():
        for p in module.parameters():
            if p.requires_grad and id(p) not in own:
                backbone.append(p)
    head = list(course.models.head(model).parameters())
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
