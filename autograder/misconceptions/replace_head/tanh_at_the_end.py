"""The head ends in a tanh.

Seen: Every output lies between -1 and 1, whatever the weights are.
Why: Scores that cannot differ by more than 2 keep the softmax in the loss from becoming sure.
Next: Let the linear layer be the last one.
Hints:
- What are the highest and the lowest score that your head can give?
- An activation belongs between layers, not behind the last one.
- Remove the tanh from the head.
"""

from torch import nn

FAILS = ("head_gives_raw_scores",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Sequential(nn.Linear(old.in_features, num_classes), nn.Tanh()))
    return model
