"""Nothing is returned.

Seen: The function gives back None.
Why: A function without `return` gives None, whatever it did to its arguments.
Next: Return the model.
Hints:
- What does Python give back where there is no `return`?
- The caller goes on with what comes back.
- End with `return model`.
"""

import course

FAILS = (
    "last_blocks_are_trainable",
    "earlier_blocks_are_frozen",
    "head_is_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "nothing_else_changes",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
