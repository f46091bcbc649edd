"""The first model of each kind is kept and used again for every later call.

Seen: A second call changes the model that the first one returned.
Why: A variable outside the function lives on, and the argument `model` is ignored.
Next: Work on the model that is handed in.
Hints:
- Which variables of your function live outside it?
- The argument `model` is all that it needs.
- Remove the dictionary and change `model` itself.
"""

from torch import nn

FAILS = ("two_models_stay_apart",)


MODELS = {}


def replace_head(model, num_classes):
    key = (type(model).__name__, num_classes)
    model = MODELS.setdefault(key, model)
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return model
