"""The groups are kept by a small class and sorted by size."""

from collections import OrderedDict
import course


class Group(dict):
    def __init__(self, lr):
        super().__init__(params=[], lr=lr)

    def add(self, parameter):
        if all(parameter is not known for known in self["params"]):
            self["params"].append(parameter)


def parameter_groups(model, backbone_lr, head_lr):
    groups = OrderedDict(backbone=Group(backbone_lr), head=Group(head_lr))
    for p in course.models.head(model).parameters():
        groups["head"].add(p)
    for block in course.models.blocks(model):
        for p in sorted(block.parameters(), key=lambda p: p.numel()):
            if p.requires_grad:
                groups["backbone"].add(p)
    return list(groups.values())
