"""The head is replaced by a fresh one.

Seen: The trained head's weights are gone.
Why: A new layer starts from random weights, and what the head had learned is lost.
Next: Keep the head, and only set its flags.
Hints:
- Which weights has a layer that was just made?
- The head was trained before the last blocks are unfrozen.
- Use `head.requires_grad_(True)` and make no layer.
"""

import course
from torch import nn

FAILS = ("nothing_else_changes",)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    head = course.models.head(model)
    name = next(name for name, module in model.named_modules() if module is head)
    model.set_submodule(name, nn.Linear(head.in_features, head.out_features))
    return model
