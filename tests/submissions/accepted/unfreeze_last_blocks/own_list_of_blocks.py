"""MobileNetV2 and ResNets are handled by name, the rest by the course."""

import course


def own_blocks(model):
    if hasattr(model, "layer4"):
        stem = [model.conv1, model.bn1]
        return [stem, [model.layer1], [model.layer2], [model.layer3], [model.layer4]]
    if type(model).__name__ == "MobileNetV2":
        return [[layer] for layer in model.features]
    return [[block] for block in course.models.blocks(model)]


def unfreeze_last_blocks(model, num_blocks):
    model.requires_grad_(False)
    for modules in own_blocks(model)[-num_blocks:]:
        for module in modules:
            module.requires_grad_(True)
    [m for m in model.modules() if type(m).__name__ == "Linear"][-1].requires_grad_(True)
    return model
