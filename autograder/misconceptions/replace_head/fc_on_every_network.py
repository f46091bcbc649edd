"""The new layer is always assigned to `model.fc`, which some networks never call.

Seen: On networks that end in another attribute the output still has 1000 columns, and the new
  layer gets no gradient.
Why: Assigning to a name that `forward` does not use adds a layer beside the network.
Next: Find out where each network keeps its last layer, and assign there.
Hints:
- Print a MobileNetV2: does it have an `fc`?
- Python lets you assign any attribute, even one that nothing uses.
- Take the name of the last Linear from `model.named_modules()` and use `model.set_submodule`.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "old_layer_is_gone",
    "new_head_is_trainable",
    "works_on_a_network_you_have_not_seen",
)


def replace_head(model, num_classes):
    last = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    model.fc = nn.Linear(last.in_features, num_classes)
    return model
