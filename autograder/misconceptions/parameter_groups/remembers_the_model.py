"""The groups of a model are remembered, and given again when other parameters are trainable.

Seen: A model that was sorted before gets its old groups, with parameters that are frozen now.
Why: A dictionary of models knows the object, and not which of its flags have changed since.
Next: Look at the flags in every call.
Hints:
- Sort a model, freeze a block, sort it again. What should be different?
- What is kept from one call to the next?
- Take the dictionary away.
"""

import course

FAILS = ("frozen_parameters_are_in_no_group",)
known = {}


def parameter_groups(model, backbone_lr, head_lr):
    if id(model) not in known:
        head = list(course.models.head(model).parameters())
        own = {id(p) for p in head}
        backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
        known[id(model)] = model, backbone, head
    _, backbone, head = known[id(model)]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
