"""The features are counted by running the model in whatever mode it is in.

Seen: Where the model comes in training mode, BatchNorm's running statistics are no longer the
  pretrained ones.
Why: In training mode every forward pass updates the running mean and variance, under `no_grad`
  too.
Next: Read the number of features from the old layer instead.
Hints:
- What does a forward pass change in a BatchNorm layer?
- `no_grad` stops gradients, not statistics.
- Use `old.in_features`, or call `model.eval()` before the pass.
"""

import torch
from torch import nn

FAILS = ("backbone_keeps_its_pretrained_weights",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    with torch.no_grad():
        features = model(torch.randn(4, 3, 64, 64)).shape[1]
    model.set_submodule(name, nn.Linear(features, num_classes))
    return model
