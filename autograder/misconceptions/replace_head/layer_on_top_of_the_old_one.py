"""The new layer is put on top of the old 1000-way layer.

Seen: The old layer is still in the model, and the new one takes its 1000 outputs.
Why: The new layer sees scores for 1000 ImageNet classes instead of the image's features.
Next: Put the new layer in the old one's place.
Hints:
- What goes into your new layer?
- Features are what goes into the old layer, not what comes out.
- Use `set_submodule` with the old layer's name.
"""

from torch import nn

FAILS = ("old_layer_is_gone",)


def replace_head(model, num_classes):
    return nn.Sequential(model, nn.Linear(1000, num_classes))
