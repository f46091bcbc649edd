"""A tuple of groups comes back, with options for other optimizers."""

import itertools
import course


def parameter_groups(model, backbone_lr, head_lr):
    blocks = course.models.blocks(model)
    every = itertools.chain.from_iterable(block.parameters() for block in blocks)
    backbone = tuple(filter(lambda p: p.requires_grad, every))
    head = tuple(course.models.head(model).parameters())
    return (
        {
            "params": backbone,
            "lr": backbone_lr,
            "betas": (0.9, 0.99),
            "initial_lr": backbone_lr,
        },
        {"params": head, "lr": head_lr, "betas": (0.9, 0.999), "initial_lr": head_lr},
    )
