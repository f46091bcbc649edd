"""Everything is frozen, the head included.

Seen: No parameter of the last layer is trainable.
Why: `model.parameters()` goes through all parameters, those of the head included.
Next: Switch the last layer on again after freezing everything.
Hints:
- What is left that could learn?
- The head is part of the model.
- Call `head.requires_grad_(True)` at the end.
"""

FAILS = ("head_stays_trainable", "works_on_a_network_you_have_not_seen")


def freeze_backbone(model):
    for parameter in model.parameters():
        parameter.requires_grad = False
    return model
