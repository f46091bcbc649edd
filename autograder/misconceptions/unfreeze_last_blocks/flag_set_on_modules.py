"""`requires_grad` is set on modules, which have no such flag.

Seen: No parameter outside the head changes its flag.
Why: `block.requires_grad = True` makes a new attribute of the module that nobody reads.
Next: Set the flag on parameters, or call `requires_grad_` with the underscore.
Hints:
- What does the underscore at the end of `requires_grad_` do?
- The flag belongs to parameters; modules only hold them.
- Write `block.requires_grad_(True)`.
"""

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
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad = True
    for parameter in course.models.head(model).parameters():
        parameter.requires_grad = True
    return model
