"""A deep copy is changed and returned."""

import copy
import course


def unfreeze_last_blocks(model, num_blocks):
    thawed = copy.deepcopy(model)
    for number, block in enumerate(course.models.blocks(thawed)[::-1]):
        for parameter in block.parameters():
            parameter.requires_grad_(number < num_blocks)
    course.models.head(thawed).requires_grad_()
    return thawed
