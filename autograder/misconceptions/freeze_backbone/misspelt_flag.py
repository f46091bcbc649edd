"""The flag is misspelt, as in `requiresGrad`.

Seen: Every parameter still has requires_grad=True.
Why: Python lets you give an object any new attribute, and nobody reads this one.
Next: Write `requires_grad`, with an underscore.
Hints:
- How is the flag spelt in the text above?
- A misspelt attribute gives no error.
- `p.requires_grad = False` in a loop over the parameters.
"""

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    head = list(model.parameters())[-2:]
    for p in model.parameters():
        p.requiresGrad = any(p is h for h in head)
    return model
