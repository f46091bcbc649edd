"""The rows of the head stay orthogonal, by PyTorch's own parametrisation."""

from torch import nn
from torch.nn.utils.parametrizations import orthogonal

import course


def replace_head(model, num_classes):
    old = course.models.head(model)
    new = orthogonal(nn.Linear(old.in_features, num_classes))
    for parent in model.modules():
        for name, child in parent.named_children():
            if child is old:
                setattr(parent, name, new)
                return model
    raise LookupError("no head")
