"""The head is told by its size, which other tensors share.

Seen: Tensors of the backbone that have the shape of one of the head's are at head_lr.
Why: A shape says nothing about a layer's place: EfficientNet-B0 has layers with 48 channels inside.
Next: Tell the head's parameters by what they are, not by their shape.
Hints:
- Which tensors of the network have as many entries as you have classes?
- `course.models.head(model)` returns the final classification layer, whatever its size.
- Collect `{id(p) for p in course.models.head(model).parameters()}` and ask for `id(p)`.
"""

import course

FAILS = ("works_on_a_network_you_have_not_seen",)


def parameter_groups(model, backbone_lr, head_lr):
    of_head = {parameter.shape for parameter in course.models.head(model).parameters()}
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    head = [parameter for parameter in trainable if parameter.shape in of_head]
    backbone = [parameter for parameter in trainable if parameter.shape not in of_head]
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
