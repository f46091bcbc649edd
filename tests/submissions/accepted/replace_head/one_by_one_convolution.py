"""The head is a 1x1 convolution, given the features as an image of one pixel."""

from torch import nn


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Sequential(
        nn.Unflatten(1, (old.in_features, 1, 1)),
        nn.Conv2d(old.in_features, num_classes, kernel_size=1),
        nn.Flatten(),
    )
    model.set_submodule(name, head)
    return model
