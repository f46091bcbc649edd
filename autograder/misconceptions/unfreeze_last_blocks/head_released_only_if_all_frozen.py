"""The head is unfrozen only where all of it came frozen.

Seen: A head whose bias alone came frozen keeps its bias frozen.
Why: One trainable tensor does not say that the others are trainable.
Next: Set every parameter of the head to trainable, however it came.
Hints:
- What does your condition say of a head with a frozen bias?
- Setting a flag that is set already costs nothing: no question is needed.
- `course.models.head(model).requires_grad_(True)`, without an `if`.
"""

import course

FAILS = ("starts_from_any_state",)


def unfreeze_last_blocks(model, num_blocks):
    blocks, head = course.models.blocks(model), course.models.head(model)
    for block in blocks[:-num_blocks]:
        block.requires_grad_(False)
    for block in blocks[-num_blocks:]:
        block.requires_grad_(True)
    if not any(p.requires_grad for p in head.parameters()):
        head.requires_grad_(True)
    return model
