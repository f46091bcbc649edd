"""model.forward is replaced on the instance: the old forward pass, then the new layer."""

from torch import nn


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    model.new_head = nn.Linear(old.in_features, num_classes)
    features = model.forward
    model.forward = lambda images: model.new_head(features(images))
    return model
