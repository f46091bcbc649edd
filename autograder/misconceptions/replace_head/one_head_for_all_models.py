"""The new layer is made once and put into every model.

Seen: Two models made one after the other have the same layer as their head.
Why: One layer in two models is trained by both, and each spoils the other's work.
Next: Make a new layer in every call.
Hints:
- How many layers exist after two calls?
- A cache, or a variable outside the function, lives on between calls.
- Write `nn.Linear(…)` inside the function, without a cache.
"""

import functools

from torch import nn

FAILS = ("two_models_stay_apart",)


@functools.cache
def make_head(features, num_classes):
    return nn.Linear(features, num_classes)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, make_head(old.in_features, num_classes))
    return model
