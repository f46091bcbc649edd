"""The function returns the new layer instead of the model.

Seen: What comes back holds no pretrained tensor and cannot take images.
Why: The layer is a part of the model: images have to go through the backbone first.
Next: Return the model that holds the new layer.
Hints:
- What type has the value that you return?
- `nn.Linear` is a module too, but not the whole network.
- Write `return model` as the last line.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "backbone_keeps_its_pretrained_weights",
    "new_head_is_trainable",
    "head_gives_raw_scores",
    "works_on_a_network_you_have_not_seen",
)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Linear(old.in_features, num_classes)
    model.set_submodule(name, head)
    return head
