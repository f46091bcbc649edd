"""Only one block is unfrozen, the first of those asked for.

Seen: The blocks between that one and the head stay frozen.
Why: `[-num_blocks]` without a colon is an index, and picks a single block.
Next: Make a slice of it, with a colon, and loop over the blocks.
Hints:
- What is the difference between `x[-2]` and `x[-2:]`?
- Between the unfrozen block and the head everything is frozen.
- Write `for block in blocks(model)[-num_blocks:]`.
"""

import course

FAILS = (
    "last_blocks_are_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    course.models.blocks(model)[-num_blocks].requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
