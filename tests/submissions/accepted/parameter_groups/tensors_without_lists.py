"""Each group holds a bare tensor."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    head = course.models.head(model)
    groups = [{"params": p, "lr": head_lr} for p in head.parameters()]
    for block in course.models.blocks(model):
        for p in block.parameters():
            if p.requires_grad:
                groups.append({"params": p, "lr": backbone_lr})
    return groups
