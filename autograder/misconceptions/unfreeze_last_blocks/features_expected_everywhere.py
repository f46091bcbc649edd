"""Every network is expected to have `features`.

Seen: On a ResNet the function stops, and where `features` is divided otherwise, other layers
  are unfrozen.
Why: Networks keep their blocks in different places.
Next: Use `course.models.blocks(model)`, which works for all of them.
Hints:
- Print `model` for a ResNet: where are its blocks?
- `features` of a DenseNet also holds single layers.
- Replace `model.features` by `course.models.blocks(model)`.
"""

import course

FAILS = (
    "last_blocks_are_trainable",
    "earlier_blocks_are_frozen",
    "head_is_trainable",
    "works_for_one_block_and_for_all",
    "starts_from_any_state",
    "nothing_else_changes",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in model.features[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
