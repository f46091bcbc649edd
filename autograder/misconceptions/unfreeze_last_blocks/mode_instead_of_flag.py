"""`train()` and `eval()` are called in place of unfreezing and freezing.

Seen: No flag changes: the backbone is as frozen as before.
Why: The mode decides what layers do; whether a weight gets a gradient is decided by
  `requires_grad`.
Next: Use `requires_grad_`, and leave the modes to the training loop.
Hints:
- What does `eval()` change in a convolution?
- Mode and flag are two different switches.
- Replace `.train()` by `.requires_grad_(True)` and `.eval()` by `.requires_grad_(False)`.
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
    model.eval()
    for block in course.models.blocks(model)[-num_blocks:]:
        block.train()
    course.models.head(model).train()
    return model
