"""The model goes back as it came, with its old 1000-way layer.

Seen: The model still gives 1000 logits, whatever the number of classes.
Why: A new layer that is only made, and not put into the model, is thrown away when the function
  ends.
Next: Put the new layer in the old one's place inside the model.
Hints:
- What happens to the new layer after the line that makes it?
- A local variable is not part of the model: an attribute of it is.
- For a ResNet: `model.fc = nn.Linear(model.fc.in_features, num_classes)`.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "old_layer_is_gone",
    "new_head_is_trainable",
    "works_on_a_network_you_have_not_seen",
)


def replace_head(model, num_classes):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Linear(head.in_features, num_classes)
    return model
