"""The function stops if the first parameter is frozen: then all of them are, it believes.

Seen: In a backbone of which only the first layer is frozen, everything else stays trainable.
Why: A model may come partly frozen; one flag says nothing about the others.
Next: Set the flags of all parameters, whatever they are.
Hints:
- What do you know about a model of which you have seen one parameter?
- Freezing what is frozen already does no harm.
- Delete the line that returns early.
"""

from course import models

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
)


def freeze_backbone(model):
    if not next(model.parameters()).requires_grad:
        return model
    for parameter in model.parameters():
        parameter.requires_grad = False
    for parameter in models.head(model).parameters():
        parameter.requires_grad = True
    return model
