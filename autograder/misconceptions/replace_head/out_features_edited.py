"""Only the attribute `out_features` of the old layer is changed.

Seen: The output still has 1000 columns, though the printed model shows the wanted number.
Why: `out_features` only describes the layer: its weights keep their size, and they do the work.
Next: Make a new layer of the right size and put it in.
Hints:
- What is the shape of the layer's weight after your change?
- A layer draws its weights once, when it is made.
- Replace the layer by `nn.Linear(old.in_features, num_classes)`.
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
    last.out_features = num_classes
    return model
