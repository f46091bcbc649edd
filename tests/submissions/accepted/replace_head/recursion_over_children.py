"""The last Linear is found by a recursion over the children, from the last one backwards."""

from torch import nn


def swap(module, num_classes):
    for name, child in reversed(list(module.named_children())):
        if isinstance(child, nn.Linear):
            setattr(module, name, nn.Linear(child.in_features, num_classes))
            return True
        if swap(child, num_classes):
            return True
    return False


def replace_head(model, num_classes):
    assert swap(model, num_classes), "no linear layer"
    return model
