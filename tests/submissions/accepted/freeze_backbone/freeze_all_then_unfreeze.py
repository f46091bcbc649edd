"""Everything off, then the last layer on again, found by course.models.head."""

import course


def freeze_backbone(model):
    model.requires_grad_(False)
    course.models.head(model).requires_grad_(True)
    return model
