"""An optimizer is built, and its own groups are returned."""

import course
import torch


def parameter_groups(model, backbone_lr, head_lr):
    own = {id(p) for p in course.models.head(model).parameters()}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in own]
    optimizer = torch.optim.AdamW(backbone, lr=backbone_lr, weight_decay=1e-4)
    optimizer.add_param_group({"params": course.models.head(model).parameters(), "lr": head_lr})
    return optimizer.param_groups
