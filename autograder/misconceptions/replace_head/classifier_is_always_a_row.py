"""Every `classifier` is taken for a row of layers.

Seen: The function stops on a network whose classifier is a single linear layer.
Why: A Linear has no positions: indexing it fails.
Next: Look the last linear layer up, whatever holds it.
Hints:
- Is `classifier` the same kind of thing in all networks?
- The table has a network whose classifier is the last layer itself.
- Take the last nn.Linear out of `model.named_modules()`.
"""

from torch import nn

FAILS = ("works_on_a_network_you_have_not_seen",)


def replace_head(model, num_classes):
    if hasattr(model, "fc"):
        model.fc = nn.Linear(model.fc.in_features, num_classes)
    else:
        model.classifier[-1] = nn.Linear(model.classifier[-1].in_features, num_classes)
    return model
