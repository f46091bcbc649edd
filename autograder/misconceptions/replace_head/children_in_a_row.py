"""The network's children are put in a row, and what `forward` does between them is lost.

Seen: The forward pass stops: the new layer gets feature maps where it expects a flat list of
  features.
Why: Pooling and flattening can be lines in `forward`, which `children()` does not list.
Next: Change the last layer inside the model, so that its own `forward` is kept.
Hints:
- What happens between the last two layers of a ResNet?
- A list of layers is not the whole network.
- Assign the new layer to the model's own attribute.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "new_head_is_trainable",
    "head_gives_raw_scores",
    "works_on_a_network_you_have_not_seen",
)


def replace_head(model, num_classes):
    last = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    return nn.Sequential(*list(model.children())[:-1], nn.Linear(last.in_features, num_classes))
