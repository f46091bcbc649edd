"""All parameters but the very last one are frozen.

Seen: Of the last layer's two parameters only the bias is trainable.
Why: A linear layer has a weight and a bias: they are the last two parameters.
Next: Leave both parameters of the last layer trainable.
Hints:
- How many parameters does a linear layer have?
- `[:-1]` leaves out one tensor, not one layer.
- Use the layer itself: `head.requires_grad_(True)`.
"""

FAILS = ("head_stays_trainable", "works_on_a_network_you_have_not_seen")


def freeze_backbone(model):
    for parameter in list(model.parameters())[:-1]:
        parameter.requires_grad = False
    return model
