"""One block more than asked for is unfrozen.

Seen: The block before the last `num_blocks` is trainable as well.
Why: A slice that starts at `-num_blocks - 1` holds one block more than `num_blocks`.
Next: Start the slice at `-num_blocks`.
Hints:
- How many elements has `[1, 2, 3][-2:]`?
- The head is not in the list of blocks, so it needs no place in the slice.
- Write `blocks(model)[-num_blocks:]`.
"""

import course

FAILS = (
    "earlier_blocks_are_frozen",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks - 1 :]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
