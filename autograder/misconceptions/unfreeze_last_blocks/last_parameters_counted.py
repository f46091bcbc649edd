"""Single parameters are counted, not blocks.

Seen: A few tensors before the head are trainable, the rest of the last blocks is not.
Why: A block holds many parameters, so the last `num_blocks` parameters are only a part of one.
Next: Count blocks: `course.models.blocks(model)` lists them.
Hints:
- How many parameters does one block hold?
- `model.parameters()` is a list of tensors, not of blocks.
- Slice `blocks(model)` instead of the parameters.
"""

import course

FAILS = (
    "last_blocks_are_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    head = course.models.head(model)
    model.requires_grad_(False)
    backbone = [p for block in course.models.blocks(model) for p in block.parameters()]
    for parameter in backbone[-num_blocks:]:
        parameter.requires_grad = True
    head.requires_grad_(True)
    return model
