"""The head ends in a sigmoid.

Seen: Every output lies between 0 and 1, whatever the weights are.
Why: Squashed scores hardly differ, so the softmax in the loss can never become sure.
Next: Let the linear layer be the last one.
Hints:
- What are the highest and the lowest score that your head can give?
- A sigmoid belongs to yes-or-no questions with a loss of their own.
- Remove the sigmoid from the head.
"""

import torch
from torch import nn

FAILS = ("head_gives_raw_scores",)


class Head(nn.Module):
    def __init__(self, features, classes):
        super().__init__()
        self.linear = nn.Linear(features, classes)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, Head(old.in_features, num_classes))
    return model
