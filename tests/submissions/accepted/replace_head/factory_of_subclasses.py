"""The instance is moved to a subclass made on the fly, whose forward pass adds the new layer."""

import torch.nn as nn


def replace_head(model, num_classes):
    path, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(path, nn.Identity())
    kind = type(model)

    class WithHead(kind):
        def forward(self, x):
            return self.scores(kind.forward(self, x))

    model.__class__ = WithHead
    model.scores = nn.Linear(old.in_features, num_classes)
    return model
