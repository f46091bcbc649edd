"""The class's own `forward` is replaced, for every model of that class.

Seen: After a second call the first model gives the second one's logits.
Why: `type(model).forward = …` changes the class, which all its models share.
Next: Change the one model, and not its class.
Hints:
- Whose attribute does your function set?
- All models of a class look their `forward` up in the class.
- Replace the layer in the model with `set_submodule`.
"""

from torch import nn

FAILS = ("two_models_stay_apart",)


ORIGINAL = {}


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    head = nn.Linear(old.in_features, num_classes)
    kind = type(model)
    body = ORIGINAL.setdefault(kind, kind.forward)
    model.scores = head
    kind.forward = lambda self, x: head(body(self, x)) if hasattr(self, "scores") else body(self, x)
    return model
