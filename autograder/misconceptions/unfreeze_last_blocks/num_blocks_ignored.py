"""Only the very last block is unfrozen, whatever `num_blocks` is.

Seen: One block is trainable where several were asked for.
Why: `[-1]` picks one block; the argument is never used.
Next: Use `num_blocks` in the slice.
Hints:
- Which argument of your function is never read?
- An index gives one element, a slice gives several.
- Write `blocks(model)[-num_blocks:]` and loop over it.
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
    course.models.blocks(model)[-1].requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
