"""A trial run in training mode moves BatchNorm's statistics.

Seen: The flags are right, and running means and variances have changed.
Why: In training mode every forward pass updates the statistics, gradients or not.
Next: Don't run the model here, or run it in evaluation mode.
Hints:
- What changes in a model during a forward pass?
- `torch.no_grad()` does not stop BatchNorm.
- Take out the line that calls the model.
"""

import course
import torch

FAILS = ("nothing_else_changes",)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        block.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    model.train()
    with torch.no_grad():
        print("gives", tuple(model(torch.randn(2, 3, 64, 64)).shape))
    return model
