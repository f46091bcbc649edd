"""The number of features is written into the function as 1280.

Seen: The forward pass stops on networks whose last layer takes another number of features.
Why: 1280 is MobileNetV2's number: others have 512, 768 or 1024.
Next: Read the number from the layer that you replace.
Hints:
- How many features does a ResNet's last layer take?
- A linear layer knows its own sizes.
- Use `old.in_features` in place of the number.
"""

from torch import nn

FAILS = ("gives_num_classes_logits", "works_on_a_network_you_have_not_seen")


def replace_head(model, num_classes):
    name = [n for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(1280, num_classes))
    return model
