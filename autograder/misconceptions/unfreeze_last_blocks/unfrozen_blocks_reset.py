"""The unfrozen blocks are initialised again.

Seen: The last blocks come back with other weights.
Why: `reset_parameters()` throws away what pretraining had taught.
Next: Set flags only; fine-tuning starts from the pretrained weights.
Hints:
- Where should fine-tuning start from?
- Random weights in the last blocks make the first blocks useless.
- Take out `reset_parameters()`.
"""

import course

FAILS = ("nothing_else_changes",)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
        for layer in block.modules():
            if hasattr(layer, "reset_parameters"):
                layer.reset_parameters()
    course.models.head(model).requires_grad_(True)
    return model
