"""The model comes back in DataParallel."""

import course
from torch import nn


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    chosen = nn.ModuleList(course.models.blocks(model)[-num_blocks:])
    chosen.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return nn.DataParallel(model)
