"""Only the very last parameter counts as the head.

Seen: The head's weight is in the backbone's group.
Why: A linear layer has two parameters, and the last one is its bias.
Next: Take all parameters of the head.
Hints:
- How many parameters does the head have?
- `[-1]` is one tensor, not one layer.
- Use `course.models.head(model).parameters()`.
"""

FAILS = ("head_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    trainable = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": trainable[:-1], "lr": backbone_lr},
        {"params": trainable[-1:], "lr": head_lr},
    ]
