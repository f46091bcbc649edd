"""A copy is unfrozen, and the original is returned.

Seen: The model comes back as it was.
Why: `copy.deepcopy` makes other parameters, and flags set on them do not reach the original.
Next: Work on one model, and return that one.
Hints:
- Which of the two objects does `return` name?
- A deep copy shares nothing with what it was made from.
- Return the copy, or make none.
"""

import copy
import course

FAILS = (
    "last_blocks_are_trainable",
    "earlier_blocks_are_frozen",
    "head_is_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    thawed = copy.deepcopy(model)
    thawed.requires_grad_(False)
    for block in course.models.blocks(thawed)[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(thawed).requires_grad_(True)
    return model
