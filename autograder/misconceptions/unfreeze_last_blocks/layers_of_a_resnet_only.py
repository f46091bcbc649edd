"""Blocks are called `layer1` to `layer4`, as in a ResNet.

Seen: On any other network the function stops.
Why: The names of one network's blocks are written into the function.
Next: Use `course.models.blocks(model)`, which needs no names.
Hints:
- Which names do MobileNetV2's blocks have?
- A ResNet has a first block without such a name, too.
- Loop over `course.models.blocks(model)[-num_blocks:]`.
"""

FAILS = (
    "last_blocks_are_trainable",
    "earlier_blocks_are_frozen",
    "head_is_trainable",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "nothing_else_changes",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for number in range(4, 4 - num_blocks, -1):
        getattr(model, f"layer{number}").requires_grad_(True)
    model.fc.requires_grad_(True)
    return model
