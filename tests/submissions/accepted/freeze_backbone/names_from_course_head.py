"""A set of the head's parameter names is derived first, and the flags are set from it."""

import course


def freeze_backbone(model):
    final = course.models.head(model)
    path = next(name for name, module in model.named_modules() if module is final)
    trainable = {f"{path}.{name}" for name, _ in final.named_parameters()}
    state = {name: (name in trainable) for name, _ in model.named_parameters()}
    for name, flag in state.items():
        model.get_parameter(name).requires_grad = flag
    n = sum(p.numel() for p in model.parameters() if p.requires_grad)
    print(f"trainable: {n:,}")
    return model
