"""The head ends in LogSoftmax: with NLLLoss, and with cross-entropy, the loss is the same."""

from torch import nn


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Sequential(nn.Linear(old.in_features, num_classes), nn.LogSoftmax(dim=1))
    model.set_submodule(name, head)
    return model
