"""A parameter counts as the head's if its name contains `fc` or `classifier`.

Seen: On one network parameters in the middle of the backbone still have requires_grad=True.
Why: Other layers can have those letters in their names, such as small layers inside a block.
Next: Compare with the head's full name, or with the layer itself.
Hints:
- Which parameter names contain `fc` in a network of another kind?
- A part of a name can appear anywhere.
- Test `name.startswith(head_name + '.')`.
"""

FAILS = ("works_on_a_network_you_have_not_seen",)


def freeze_backbone(model):
    for name, parameter in model.named_parameters():
        parameter.requires_grad = "fc" in name or "classifier" in name
    return model
