"""The model's children are put in a row, and what `forward` does between them is lost.

Seen: What comes back stops on an image.
Why: Pooling and flattening can be lines in `forward`, which `children()` does not list.
Next: Return the model that came in.
Hints:
- Is what you return the model that came in?
- A list of layers is not the whole network.
- Write `return model` as the last line.
"""

from torch import nn

FAILS = ("nothing_else_changes",)


def freeze_backbone(model):
    model.requires_grad_(False)
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    head.requires_grad_(True)
    return nn.Sequential(*model.children())
