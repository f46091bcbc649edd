"""The function calls itself, one block less each time."""

import course


def unfreeze_last_blocks(model, num_blocks):
    if num_blocks == 0:
        model.requires_grad_(False)
        course.models.head(model).requires_grad_(True)
        return model
    unfreeze_last_blocks(model, num_blocks - 1)
    course.models.blocks(model)[-num_blocks].requires_grad_(True)
    return model
