"""Everything is trained at `backbone_lr`.

Seen: The head is in a group with the backbone's rate.
Why: One group has one learning rate.
Next: Put the head in a group of its own.
Hints:
- How many groups come back?
- A head that is new has more to learn than the backbone.
- Add `{"params": head, "lr": head_lr}`.
"""

FAILS = ("head_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    trainable = [p for p in model.parameters() if p.requires_grad]
    return [{"params": trainable, "lr": backbone_lr}]
