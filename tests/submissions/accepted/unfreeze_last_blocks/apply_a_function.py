"""Flags are set with Module.apply and chained iterators."""

import itertools
import course


def unfreeze_last_blocks(model, num_blocks):
    def switch(on):
        def set_flags(module):
            for p in module.parameters(recurse=False):
                p.requires_grad_(on)

        return set_flags

    model.apply(switch(False))
    last = itertools.islice(reversed(course.models.blocks(model)), num_blocks)
    for part in itertools.chain(last, (course.models.head(model),)):
        part.apply(switch(True))
    return model
