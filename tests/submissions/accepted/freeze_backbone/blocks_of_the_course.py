"""Block by block with course.models.blocks, printing what was frozen."""

import course


def freeze_backbone(model):
    for number, block in enumerate(course.models.blocks(model)):
        block.requires_grad_(False)
        print(number, type(block).__name__, sum(p.numel() for p in block.parameters()))
    course.models.head(model).requires_grad_(True)
    return model
