"""The function returns the model together with the number of features.

Seen: The function gives back a tuple.
Why: Whoever calls it expects a model, and a tuple cannot be called.
Next: Return the model alone.
Hints:
- How many things does your last line return?
- A comma after `return` makes a tuple.
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
    return model, old.in_features
