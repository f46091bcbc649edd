"""One block fewer than asked for is unfrozen.

Seen: One of the last `num_blocks` blocks stays frozen, and for one block the slice is the whole
  list.
Why: A slice that starts at `-num_blocks + 1` is one too short, and `[0:]` is everything.
Next: Start the slice at `-num_blocks`.
Hints:
- How many elements has `[1, 2, 3][-1:]`?
- The head is not one of the blocks and does not count as one.
- Write `blocks(model)[-num_blocks:]`.
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
    for block in course.models.blocks(model)[-num_blocks + 1 :]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
