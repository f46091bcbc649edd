"""Parameters are walked through from the end until a block's first one."""

import course


def unfreeze_last_blocks(model, num_blocks):
    border = next(course.models.blocks(model)[-num_blocks].parameters())
    trainable = False
    for parameter in model.parameters():
        trainable = trainable or parameter is border
        parameter.requires_grad = trainable
    return model
