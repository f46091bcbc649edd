"""A list of flags, one a block, is zipped with the blocks."""

import course


def unfreeze_last_blocks(model, num_blocks):
    blocks = course.models.blocks(model)
    mask = [False] * (len(blocks) - num_blocks) + [True] * (num_blocks + 1)
    for part, on in zip([*blocks, course.models.head(model)], mask, strict=True):
        [p.requires_grad_(on) for p in part.parameters()]
    frozen = sum(p.numel() for p in model.parameters() if not p.requires_grad)
    print(f"{frozen:,} numbers stay as they are")
    course.models.layer_table(model)
    return model
