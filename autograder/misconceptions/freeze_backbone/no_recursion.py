"""Only parameters that belong directly to the model's children are frozen.

Seen: Parameters deeper in the network still have requires_grad=True.
Why: `recurse=False` leaves out what lies in the children's own children.
Next: Go through all layers at every depth.
Hints:
- How deep are the layers of your network nested?
- `modules()` goes to every depth, `children()` does not.
- Call `child.requires_grad_(False)`, which reaches everything below.
"""

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    *backbone, head = model.children()
    for child in backbone:
        for parameter in child.parameters(recurse=False):
            parameter.requires_grad = False
    return model
