"""The whole classifier is replaced, and a pretrained layer in it is lost.

Seen: On one network a normalisation layer's pretrained weights are missing.
Why: A classifier can hold more than the last linear layer, and what else is in it belongs to the
  pretrained network.
Next: Replace the last linear layer only.
Hints:
- What is in the `classifier` of each network of the table?
- Some layers in it have weights of their own.
- Assign to the last position only: `model.classifier[-1] = …`.
"""

from torch import nn

FAILS = ("works_on_a_network_you_have_not_seen",)


def replace_head(model, num_classes):
    last = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Sequential(nn.Flatten(1), nn.Dropout(0.2), nn.Linear(last.in_features, num_classes))
    if hasattr(model, "fc"):
        model.fc = head
    else:
        model.classifier = head
    return model
