"""The function yields its groups one by one."""

import course


def parameter_groups(model, backbone_lr, head_lr):
    for block in course.models.blocks(model):
        trainable = [p for p in block.parameters() if p.requires_grad]
        if trainable:
            yield {"params": trainable, "lr": backbone_lr}
    yield {"params": list(course.models.head(model).parameters()), "lr": head_lr}
