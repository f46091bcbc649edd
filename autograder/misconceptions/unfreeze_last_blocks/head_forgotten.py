"""The head is frozen and never unfrozen.

Seen: The last blocks are trainable, the head is not.
Why: `requires_grad_(False)` on the model freezes the head too, and `blocks(model)` leaves it
  out.
Next: Unfreeze the head as well.
Hints:
- Which part of the model is not in `blocks(model)`?
- A head that cannot follow its features is worse than before.
- Add `course.models.head(model).requires_grad_(True)`.
"""

import course

FAILS = (
    "head_is_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    for parameter in model.parameters():
        parameter.requires_grad = False
    for block in course.models.blocks(model)[-num_blocks:]:
        for parameter in block.parameters():
            parameter.requires_grad = True
    return model
