"""The flags are set anew for one network, and taken as they come for the other.

Seen: A ResNet that arrives thawed, or all frozen, keeps flags that it should not.
Why: What arrives decides then what trains: the function must say so for every parameter.
Next: Freeze everything first, whatever the network, then unfreeze the last blocks and the head.
Hints:
- What if the model arrives with everything trainable?
- Does one of your branches set only some of the flags?
- Begin with `model.requires_grad_(False)`.
"""

import course

FAILS = ("starts_from_any_state",)


def unfreeze_last_blocks(model, num_blocks):
    if not hasattr(model, "fc"):
        model.requires_grad_(False)
        course.models.head(model).requires_grad_(True)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    return model
