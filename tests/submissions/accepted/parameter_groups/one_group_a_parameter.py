"""Each parameter has a group of its own, with a name."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    head = {id(p) for p in course.models.head(model).parameters()}
    return [
        {"params": [p], "lr": head_lr if id(p) in head else backbone_lr, "name": name}
        for name, p in model.named_parameters()
        if p.requires_grad
    ]
