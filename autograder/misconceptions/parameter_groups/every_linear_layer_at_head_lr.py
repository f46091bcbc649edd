"""Every Linear layer is taken for the head.

Seen: Linear layers inside the backbone are at the head's rate.
Why: In some networks the backbone has Linear layers too; at the head's rate they forget what they know.
Next: Take the head from `course.models.head(model)`: it is one layer.
Hints:
- How many Linear layers does the network have?
- A ConvNeXt has two of them in every block.
- Only the last one gives the logits.
"""

from torch import nn

FAILS = ("works_on_a_network_you_have_not_seen",)


def parameter_groups(model, backbone_lr, head_lr):
    linear = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    head = [parameter for layer in linear for parameter in layer.parameters()]
    ids = {id(parameter) for parameter in head}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in ids]
    head = [parameter for parameter in head if parameter.requires_grad]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
