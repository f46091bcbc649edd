"""Blocks are gone through from the back, with a counter."""

import course


def unfreeze_last_blocks(model, num_blocks):
    left = num_blocks
    for block in reversed(course.models.blocks(model)):
        block.requires_grad_(left > 0)
        left -= 1
    for p in course.models.head(model).parameters():
        p.requires_grad = True
    return model
