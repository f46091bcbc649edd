"""Whether a model was frozen before is remembered, and it is not frozen again.

Seen: Blocks that an earlier call had asked for stayed trainable when fewer were asked for.
Why: What is frozen and what is not belongs to this call, whatever another one did before.
Next: Freeze everything at the beginning of every call.
Hints:
- What does a second call with a smaller `num_blocks` do?
- A mark on the model outlives the call.
- Make `model.requires_grad_(False)` the first line, without a condition.
"""

import course.models

FAILS = ("starts_from_any_state",)


def unfreeze_last_blocks(model, num_blocks):
    if not getattr(model, "frozen_before", False):
        model.requires_grad_(False)
        model.frozen_before = True
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
