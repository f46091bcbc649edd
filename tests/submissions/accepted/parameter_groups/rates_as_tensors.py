"""The rates are tensors, as a compiled optimizer wants them."""

import course
import torch


def parameter_groups(model, backbone_lr, head_lr):
    own = {id(p) for p in course.models.head(model).parameters()}
    backbone, head = [], []
    for p in model.parameters():
        if p.requires_grad:
            (head if id(p) in own else backbone).append(p)
    print(len(backbone), "tensors in the backbone,", len(head), "in the head")
    return [
        {"params": backbone, "lr": torch.tensor(backbone_lr)},
        {"params": head, "lr": torch.tensor(head_lr)},
    ]
