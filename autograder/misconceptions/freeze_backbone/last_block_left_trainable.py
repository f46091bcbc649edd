"""The last block of the backbone is left trainable as well.

Seen: Parameters of the last block still have requires_grad=True.
Why: That is fine-tuning: in feature extraction only the head learns.
Next: Freeze all blocks.
Hints:
- Which layers are still trainable, and why?
- The last block belongs to the backbone.
- Switch on the last layer only.
"""

from torch import nn

FAILS = (
    "backbone_weights_do_not_require_grad",
    "batchnorm_and_biases_do_not_require_grad",
    "works_on_a_network_you_have_not_seen",
)


def freeze_backbone(model):
    model.requires_grad_(False)
    owners = [m for m in model.modules() if any(True for _ in m.parameters(recurse=False))]
    for module in owners[-5:]:
        module.requires_grad_(True)
    return model
