"""Names are collected through identity, and flags are set by name."""

import course


def trainable_names(model, num_blocks):
    parts = [*course.models.blocks(model)[-num_blocks:], course.models.head(model)]
    ids = set()
    for part in parts:
        ids |= set(map(id, part.parameters()))
    return [name for name, p in model.named_parameters() if id(p) in ids]


def unfreeze_last_blocks(model, num_blocks):
    names = trainable_names(model, num_blocks)
    for name, p in model.named_parameters():
        p.requires_grad = name in names
    print(len(names), "tensors are trainable")
    return model
