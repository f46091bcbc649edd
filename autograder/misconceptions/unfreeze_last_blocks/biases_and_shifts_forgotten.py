"""Only parameters called `weight` are unfrozen.

Seen: In the last blocks BatchNorm's shifts stay frozen.
Why: A name that ends in `bias` does not pass the filter.
Next: Unfreeze all parameters of a block, without a filter on names.
Hints:
- Which names do the parameters of a BatchNorm layer have?
- A shift is called `bias`.
- Drop the `if` inside the loop.
"""

import course

FAILS = (
    "last_blocks_are_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        for name, parameter in block.named_parameters():
            if name.endswith("weight"):
                parameter.requires_grad = True
    course.models.head(model).requires_grad_(True)
    return model
