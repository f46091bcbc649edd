"""The earlier blocks are left as they come.

Seen: A model that arrives trainable stays wholly trainable.
Why: Unfreezing switches on; it does not switch off what was on before.
Next: Freeze the whole model before you unfreeze its last blocks.
Hints:
- What happens to a model that arrives without any frozen layer?
- The function has to make a state, not only to change one.
- Begin with `model.requires_grad_(False)`.
"""

import course

FAILS = ("starts_from_any_state",)


def unfreeze_last_blocks(model, num_blocks):
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
