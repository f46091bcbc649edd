"""A wrapper applies a softmax whenever the model is in evaluation mode.

Seen: In evaluation mode the outputs of every image sum to 1.
Why: A model that gives other quantities in its two modes makes the two losses incomparable.
Next: Return plain scores in both modes.
Hints:
- What does your model return after `model.eval()`?
- Probabilities are for showing: compute them where you show them.
- Remove the `if not self.training` branch.
"""

from torch import nn

FAILS = ("head_gives_raw_scores",)


class Net(nn.Module):
    def __init__(self, body, features, classes):
        super().__init__()
        self.body, self.head = body, nn.Linear(features, classes)

    def forward(self, x):
        scores = self.head(self.body(x))
        return scores if self.training else scores.softmax(dim=-1)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    return Net(model, old.in_features, num_classes)
