"""The function changes the model and returns nothing.

Seen: The function gives back None.
Why: A function without `return` gives None, and the caller has no model to go on with.
Next: Return the model at the end.
Hints:
- What does your function hand back?
- A `return` is needed even if the model was changed in place.
- Write `return model` as the last line.
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
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
