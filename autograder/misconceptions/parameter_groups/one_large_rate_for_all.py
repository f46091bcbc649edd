"""Everything is trained at `head_lr`.

Seen: The backbone is in a group with the head's rate.
Why: Large steps overwrite in a few batches what the backbone knew.
Next: Put the backbone in a group of its own, at `backbone_lr`.
Hints:
- How many groups come back?
- One group has one learning rate.
- Add `{"params": backbone, "lr": backbone_lr}`.
"""

FAILS = ("backbone_gets_its_learning_rate", "works_on_a_network_you_have_not_seen")


def parameter_groups(model, backbone_lr, head_lr):
    trainable = filter(lambda p: p.requires_grad, model.parameters())
    return [{"params": list(trainable), "lr": head_lr}]
