"""Names are compared with the last layer's full name and the dot after it."""

from torch import nn


def freeze_backbone(model):
    head = max(
        (name for name, module in model.named_modules() if isinstance(module, nn.Linear)),
        key=[name for name, _ in model.named_modules()].index,
    )
    for name, parameter in model.named_parameters():
        if not name.startswith(f"{head}."):
            parameter.requires_grad_(False)
    return model
