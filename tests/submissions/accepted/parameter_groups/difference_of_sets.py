"""Backbone and head are told apart by sets of parameters."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    head = set(course.models.head(model).parameters())
    trainable = {p for p in model.parameters() if p.requires_grad}
    return [
        dict(params=list(trainable - head), lr=backbone_lr),
        dict(params=list(trainable & head), lr=head_lr),
    ]
