"""A list of parameters is returned in place of the model.

Seen: The function gives back a list.
Why: An optimizer wants parameters; whoever calls this function wants the model.
Next: Return the model.
Hints:
- What type does the function's first line promise?
- The optimizer is built elsewhere.
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
    return [p for p in model.parameters() if p.requires_grad]
