"""The head ends in a softmax.

Seen: The outputs of every image lie between 0 and 1 and sum to 1.
Why: CrossEntropyLoss applies its own softmax, and on top of another one the loss cannot fall
  below 1.46 for ten classes.
Next: Let the linear layer be the last one.
Hints:
- Which loss will be used, and what does it expect?
- Cross-entropy in PyTorch takes plain scores.
- Remove `nn.Softmax` from the head.
"""

from torch import nn

FAILS = ("head_gives_raw_scores",)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Sequential(nn.Linear(old.in_features, num_classes), nn.Softmax(dim=1))
    model.set_submodule(name, head)
    return model
