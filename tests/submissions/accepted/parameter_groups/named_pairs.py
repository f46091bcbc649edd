"""The groups hold pairs of a name and a parameter."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    own = {id(p) for p in course.models.head(model).parameters()}
    trainable = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    return [
        {"params": [(n, p) for n, p in trainable if id(p) not in own], "lr": backbone_lr},
        {"params": [(n, p) for n, p in trainable if id(p) in own], "lr": head_lr},
    ]
