"""The groups hold generators, which an optimizer goes through once."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    blocks = course.models.blocks(model)
    backbone = (p for block in blocks for p in block.parameters() if p.requires_grad)
    return [
        {"params": backbone, "lr": backbone_lr},
        {"params": course.models.head(model).parameters(), "lr": head_lr},
    ]
