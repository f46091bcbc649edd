"""With two classes the scores go through a sigmoid.

Seen: For `num_classes=2` every score lies between 0 and 1.
Why: CrossEntropyLoss takes raw scores, however few classes there are.
Next: Make the same head for every number of classes: a Linear layer.
Hints:
- What does your function do when `num_classes` is 2?
- Which loss follows, and what does it expect?
- Take the sigmoid out.
"""

from torch import nn

import course

FAILS = ("head_gives_raw_scores",)


def replace_head(model, num_classes):
    old = course.models.head(model)
    new = nn.Linear(old.in_features, num_classes)
    for parent in model.modules():
        for name, child in parent.named_children():
            if child is old:
                setattr(parent, name, nn.Sequential(new, nn.Sigmoid()) if num_classes == 2 else new)
                return model
    return model
