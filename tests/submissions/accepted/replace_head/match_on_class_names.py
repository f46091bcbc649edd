"""One case for each class name, with a general search for names that are not listed."""

from torch import nn


def last_linear(model):
    path = None
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            path = name
    return path


def replace_head(model: nn.Module, num_classes: int) -> nn.Module:
    match type(model).__name__:
        case "ResNet":
            path = "fc"
        case "MobileNetV2" | "EfficientNet":
            path = "classifier.1"
        case "DenseNet":
            path = "classifier"
        case "ConvNeXt":
            path = "classifier.2"
        case _:
            path = last_linear(model)
    parent, _, leaf = path.rpartition(".")
    features = model.get_submodule(path).in_features
    setattr(model.get_submodule(parent), leaf, nn.Linear(features, num_classes))
    print(f"{type(model).__name__}: replaced {path} ({features} features)")
    return model
