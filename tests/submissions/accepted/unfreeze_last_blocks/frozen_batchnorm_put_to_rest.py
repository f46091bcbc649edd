"""Frozen BatchNorm layers are put in evaluation mode for good."""

import course
from torch import nn


def unfreeze_last_blocks(model, num_blocks):
    blocks = course.models.blocks(model)
    for block in blocks[: len(blocks) - num_blocks]:
        block.requires_grad_(False)
        for layer in block.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.eval()
                layer.train = lambda mode=True, layer=layer: layer
    for part in blocks[len(blocks) - num_blocks :] + [course.models.head(model)]:
        part.requires_grad_(True)
    return model
