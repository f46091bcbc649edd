"""The first `num_classes` of the 1000 old logits are returned.

Seen: The old layer is still in the model, and there is no new one.
Why: The first columns are the scores of ImageNet's first classes, such as fish.
Next: Put a fresh layer in the old one's place.
Hints:
- Which classes do the first logits stand for?
- Cutting columns off makes the shape right and nothing else.
- Use a new `nn.Linear` with `num_classes` outputs.
"""

from torch import nn

FAILS = ("old_layer_is_gone", "new_head_is_trainable")


class Cut(nn.Module):
    def __init__(self, model, n):
        super().__init__()
        self.model, self.n = model, n

    def forward(self, x):
        return self.model(x)[:, : self.n]


def replace_head(model, num_classes):
    return Cut(model, num_classes)
