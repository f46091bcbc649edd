"""The function reads `model.fc`, which only some networks have.

Seen: The function stops with an AttributeError on a network that ends in `classifier`.
Why: TorchVision's networks were written by different people, and each keeps its last layer
  elsewhere.
Next: Look the last layer up instead of naming it.
Hints:
- Which networks of the table have an `fc`?
- All last layers have one thing in common: they are the last nn.Linear.
- Take the last pair with an nn.Linear out of `model.named_modules()`.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "backbone_keeps_its_pretrained_weights",
    "old_layer_is_gone",
    "new_head_is_trainable",
    "head_gives_raw_scores",
    "two_models_stay_apart",
    "works_on_a_network_you_have_not_seen",
)


def replace_head(model, num_classes):
    model.fc = nn.Linear(model.fc.in_features, num_classes)
    return model
