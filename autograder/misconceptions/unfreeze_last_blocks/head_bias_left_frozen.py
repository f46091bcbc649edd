"""Of the head only the weight is unfrozen.

Seen: One of the head's two tensors is trainable.
Why: A linear layer has a weight and a bias, and only one of them was named.
Next: Unfreeze the head as a whole.
Hints:
- How many parameters has a linear layer?
- A bias shifts each class's score.
- Write `course.models.head(model).requires_grad_(True)`.
"""

import course

FAILS = (
    "head_is_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).weight.requires_grad_(True)
    return model
