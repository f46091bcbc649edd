"""`detach()` is called on each parameter, and its result is thrown away.

Seen: Every parameter still has requires_grad=True.
Why: `detach()` gives a new tensor and leaves the parameter as it is.
Next: Set `requires_grad` to False on the parameter itself.
Hints:
- What becomes of the value that `detach()` gives?
- Assigning to the loop variable changes nothing in the model.
- Write `p.requires_grad = False`.
"""

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    for p in list(model.parameters())[:-2]:
        p = p.detach()
    return model
