"""Rates are products of a base rate and a factor."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    base = max(backbone_lr, head_lr)
    factors = {"backbone": backbone_lr / base, "head": head_lr / base}
    head = [*course.models.head(model).parameters()]
    known = [id(p) for p in head]
    backbone = [p for p in model.parameters() if p.requires_grad is True and id(p) not in known]
    return [
        {"params": params, "lr": base * factors[name], "group": name}
        for name, params in (("head", head), ("backbone", backbone))
    ]
