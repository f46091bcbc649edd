"""The old layer is replaced by an Identity, and no new one follows.

Seen: The output has as many columns as there are features.
Why: `nn.Identity()` passes the features on: that is a backbone, not a classifier.
Next: Put a linear layer with `num_classes` outputs there.
Hints:
- How many numbers an image does your model give?
- An Identity has no weights that could learn.
- Use `nn.Linear(old.in_features, num_classes)` in its place.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "new_head_is_trainable",
    "works_on_a_network_you_have_not_seen",
)


def replace_head(model, num_classes):
    name = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    return model
