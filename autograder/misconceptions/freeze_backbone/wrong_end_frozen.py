"""The head is frozen and the backbone left trainable.

Seen: The last layer is frozen, and all the rest still has requires_grad=True.
Why: It is the head that has to learn: it starts with random weights.
Next: Freeze everything else, and leave the head trainable.
Hints:
- Which part starts with random weights?
- The condition in your loop is the wrong way round.
- Put `not` before the condition.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "head_stays_trainable",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    for p in model.parameters():
        p.requires_grad = True
    for p in head.parameters():
        p.requires_grad = False
    return model
