"""The head is told by the letters `fc` in a name.

Seen: In networks with squeeze-and-excitation, layers of the backbone get the head's rate.
Why: Other layers are called `fc1` and `fc2` too.
Next: Ask `course.models.head(model)` which layer is the head.
Hints:
- Print the names that your filter catches on several networks.
- A name that contains `fc` need not be the last layer.
- Compare ids with those of the head's parameters.
"""

FAILS = ("works_on_a_network_you_have_not_seen",)


def parameter_groups(model, backbone_lr, head_lr):
    head, backbone = [], []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            is_head = "fc" in name or "classifier" in name
            (head if is_head else backbone).append(parameter)
    return [{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]
