"""The layer comes from course.models.head and is looked up by identity in its parent."""

import course
from torch import nn


def replace_head(model, num_classes):
    old = course.models.head(model)
    for parent in model.modules():
        for name, child in parent.named_children():
            if child is old:
                fresh = nn.Linear(old.in_features, num_classes)
                nn.init.xavier_uniform_(fresh.weight)
                nn.init.constant_(fresh.bias, 0.0)
                setattr(parent, name, fresh)
                return model
