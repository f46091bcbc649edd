"""The function reads `model.classifier[1]`, which only some networks have.

Seen: It works for MobileNetV2 and stops with an error for a ResNet.
Why: The place of the last layer is each network's own choice.
Next: Look the last layer up instead of naming it.
Hints:
- Where does a ResNet keep its last layer?
- `named_modules()` gives the name of every layer in every network.
- Take the last pair with an nn.Linear, and put the new layer there with `set_submodule`.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "backbone_keeps_its_pretrained_weights",
    "old_layer_is_gone",
    "new_head_is_trainable",
    "head_gives_raw_scores",
    "works_on_a_network_you_have_not_seen",
)


def replace_head(model, num_classes):
    model.classifier[1] = nn.Linear(model.classifier[1].in_features, num_classes)
    return model
