"""The old layer is kept in the model beside the new one.

Seen: The old 1000-way layer is still among the model's layers.
Why: A layer that is assigned to any attribute of a model is a part of it: it is saved, moved and
  counted.
Next: Keep nothing of the old layer in the model.
Hints:
- Print your model: is there still a layer with 1000 outputs?
- Its number of features is all that you need from it.
- Hold the old layer in a local variable only.
"""

from torch import nn

FAILS = ("old_layer_is_gone",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.imagenet_head = old
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return model
