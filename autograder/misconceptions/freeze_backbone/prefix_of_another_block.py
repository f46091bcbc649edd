"""Blocks are frozen by the beginning of a name, and some names begin alike or not at all.

Seen: Blocks after the first few still have requires_grad=True.
Why: The text `features.1` also begins `features.10`, and a list of beginnings is soon
  incomplete.
Next: Freeze everything that is not the last layer.
Hints:
- Which names does your list of beginnings not cover?
- Names are text: compare them up to the dot.
- Freeze all parameters, then switch the last layer on again.
"""

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


FROZEN = ("features.0", "features.1", "conv1", "bn1", "layer1", "layer2", "layer3")


def freeze_backbone(model):
    for name, parameter in model.named_parameters():
        if name.startswith(FROZEN):
            parameter.requires_grad = False
    return model
