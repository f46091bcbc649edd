"""The generator of parameters is used up before the loop that freezes.

Seen: Every parameter still has requires_grad=True.
Why: `model.parameters()` can be gone through once: a second loop over it finds nothing.
Next: Make a list of it, or call `model.parameters()` again.
Hints:
- How often does the body of your loop run?
- Counting the parameters has gone through all of them.
- Write `parameters = list(model.parameters())`.
"""

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    parameters = model.parameters()
    total = sum(p.numel() for p in parameters)
    print(f"{total:,} parameters")
    for p in parameters:
        p.requires_grad = False
    for p in list(model.parameters())[-2:]:
        p.requires_grad = True
    return model
