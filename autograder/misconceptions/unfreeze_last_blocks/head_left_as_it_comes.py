"""The head is taken to be trainable already.

Seen: A head that arrives frozen stays frozen.
Why: Only what is switched on is surely on.
Next: Unfreeze the head in the function itself.
Hints:
- What if the model was frozen as a whole before?
- The head is not in `blocks(model)`.
- Add `course.models.head(model).requires_grad_(True)`.
"""

import course

FAILS = ("starts_from_any_state",)


def unfreeze_last_blocks(model, num_blocks):
    blocks = course.models.blocks(model)
    for block in blocks[:-num_blocks]:
        block.requires_grad_(False)
    for block in blocks[-num_blocks:]:
        block.requires_grad_(True)
    return model
