"""Only the first parameters, up to a fixed number, are frozen.

Seen: Parameters in the later blocks still have requires_grad=True.
Why: Networks differ in length, and a count that fits one is wrong for another.
Next: Freeze all parameters that are not the head's.
Hints:
- How many parameters does your model have?
- A fixed number fits one network at most.
- Compare with the head's own parameters instead of counting.
"""

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    for parameter in list(model.parameters())[:50]:
        parameter.requires_grad = False
    return model
