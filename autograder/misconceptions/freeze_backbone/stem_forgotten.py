"""The blocks of a ResNet are frozen, but not the layers before them.

Seen: The first convolution and its BatchNorm still have requires_grad=True.
Why: A ResNet's first layers are not part of any of its four blocks.
Next: Freeze everything that is not the last layer.
Hints:
- What comes before `layer1` in a ResNet?
- Print the names of the parameters that are still trainable.
- Freeze all parameters, then switch the last layer on again.
"""

FAILS = ("backbone_weights_do_not_require_grad", "batchnorm_and_biases_do_not_require_grad")


def freeze_backbone(model):
    parts = [getattr(model, n, None) for n in ("layer1", "layer2", "layer3", "layer4", "features")]
    for part in parts:
        if part is not None:
            part.requires_grad_(False)
    return model
