"""The border is computed from the number of blocks."""

import course


def unfreeze_last_blocks(model, num_blocks):
    blocks = course.models.blocks(model)
    border = len(blocks) - num_blocks
    for i in range(len(blocks)):
        for name, p in blocks[i].named_parameters():
            p.requires_grad = i >= border
    course.models.head(model).requires_grad_(True)
    return model
