"""Only `model.features` is frozen, where there is such a part.

Seen: A network without `features` keeps all of its backbone trainable.
Why: Each network names its parts differently, and a ResNet has no `features`.
Next: Freeze everything that is not the last layer.
Hints:
- What are a ResNet's parts called?
- The backbone is easier to describe by what it is not.
- Freeze all parameters, then switch the last layer on again.
"""

FAILS = ("backbone_weights_do_not_require_grad", "batchnorm_and_biases_do_not_require_grad")


def freeze_backbone(model):
    if hasattr(model, "features"):
        for parameter in model.features.parameters():
            parameter.requires_grad = False
    return model
