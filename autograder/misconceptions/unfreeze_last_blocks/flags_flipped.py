"""Flags of the last blocks are flipped, not set.

Seen: Blocks that arrive trainable come back frozen.
Why: `not p.requires_grad` depends on what was there before.
Next: Set the flag to a fixed value.
Hints:
- What happens if your function is called twice?
- The result must not depend on the state in which the model arrives.
- Write `p.requires_grad = True`.
"""

import course

FAILS = ("starts_from_any_state",)


def unfreeze_last_blocks(model, num_blocks):
    for block in course.models.blocks(model)[-num_blocks:]:
        for p in block.parameters():
            p.requires_grad = not p.requires_grad
    return model
