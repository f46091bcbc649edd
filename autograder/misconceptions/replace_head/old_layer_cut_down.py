"""The old layer is cut down to its first rows instead of being replaced.

Seen: The rows of the new layer's weight are rows of the old one.
Why: They were trained to tell ImageNet's first classes apart, and are no fresh start for yours.
Next: Make a fresh layer and copy nothing into it.
Hints:
- Where do the new layer's first weights come from?
- Only the backbone's knowledge is general.
- Use `nn.Linear(old.in_features, num_classes)` as it is.
"""

from torch import nn

FAILS = ("old_layer_is_gone",)


def replace_head(model, num_classes):
    last = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    last.weight = nn.Parameter(last.weight.detach()[:num_classes].clone())
    last.bias = nn.Parameter(last.bias.detach()[:num_classes].clone())
    last.out_features = num_classes
    return model
