"""Weights decay, vectors do not: four groups at two rates."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    own = {id(p) for p in course.models.head(model).parameters()}
    groups = {}
    for p in model.parameters():
        if not p.requires_grad:
            continue
        key = (id(p) in own, p.dim() > 1)
        groups.setdefault(key, []).append(p)
    return [
        {
            "params": params,
            "lr": head_lr if is_head else backbone_lr,
            "weight_decay": 0.05 if decays else 0.0,
        }
        for (is_head, decays), params in groups.items()
    ]
