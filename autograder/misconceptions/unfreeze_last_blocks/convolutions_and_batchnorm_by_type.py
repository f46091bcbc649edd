"""In the last blocks only convolutions and BatchNorm layers are unfrozen, picked by their type.

Seen: Linear and LayerNorm layers of the last blocks stay frozen.
Why: Other networks have other layers in their blocks: a list of types misses what is not on it.
Next: Call `requires_grad_(True)` on the whole block.
Hints:
- Print which parameters of the last block are trainable.
- Which kinds of layer does a ConvNeXt have in its blocks?
- A block is a module: one call reaches all that is in it.
"""

from torch import nn

import course

FAILS = ("works_on_a_network_you_have_not_seen",)


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for block in course.models.blocks(model)[-num_blocks:]:
        for layer in block.modules():
            if isinstance(layer, (nn.Conv2d, nn.BatchNorm2d)):
                layer.requires_grad_(True)
    course.models.head(model).requires_grad_(True)
    return model
