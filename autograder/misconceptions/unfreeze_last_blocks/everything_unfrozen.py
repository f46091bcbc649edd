"""The whole model is unfrozen.

Seen: The earlier blocks are trainable as well.
Why: `num_blocks` says where the line is, and nothing draws it.
Next: Freeze everything, then unfreeze the last `num_blocks` blocks and the head.
Hints:
- What does your function do with `num_blocks`?
- Count the trainable parameters with `layer_table`.
- Start from `model.requires_grad_(False)`.
"""

FAILS = (
    "earlier_blocks_are_frozen",
    "starts_from_any_state",
    "works_for_one_block_and_for_all",
    "works_on_a_network_you_have_not_seen",
)


def unfreeze_last_blocks(model, num_blocks):
    for parameter in model.parameters():
        parameter.requires_grad = True
    return model
