"""The new layer always has ten outputs, whatever `num_classes` is.

Seen: The output has 10 columns where another number was asked for.
Why: The caller decides how many classes there are: ten is only Fashion-MNIST's number.
Next: Use the argument `num_classes` as the layer's number of outputs.
Hints:
- Which numbers in your function are written out?
- Try your function with 2 classes.
- `nn.Linear(old.in_features, num_classes)`.
"""

from torch import nn

FAILS = ("gives_num_classes_logits", "works_on_a_network_you_have_not_seen")


def replace_head(model, num_classes=10):
    num_classes = 10
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return model
