"""The first block is never unfrozen.

Seen: When all blocks are asked for, the first convolution stays frozen.
Why: The list loses its first entry before it is sliced.
Next: Slice the whole list of blocks.
Hints:
- What is unfrozen when `num_blocks` is the number of all blocks?
- A ResNet's first convolution and BatchNorm are its first block.
- Leave out the `[1:]`.
"""

import course

FAILS = ("works_for_one_block_and_for_all",)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    without_stem = course.models.blocks(model)[1:]
    for block in without_stem[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
