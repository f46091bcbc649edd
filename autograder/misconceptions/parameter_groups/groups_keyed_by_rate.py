"""The groups are kept in a dictionary by their rates, so that equal rates leave one group.

Seen: Where both rates are the same number, the backbone's tensors are in no group.
Why: A dictionary holds one value for each key: the second group takes the first one's place.
Next: Write the two groups down as a list.
Hints:
- What becomes of your dictionary when both rates are equal?
- Two entries with one key are one entry.
- `[{"params": backbone, "lr": backbone_lr}, {"params": head, "lr": head_lr}]`.
"""

import course

FAILS = ("backbone_gets_its_learning_rate",)


def parameter_groups(model, backbone_lr, head_lr):
    head = list(course.models.head(model).parameters())
    head_ids = {id(p) for p in head}
    backbone = [p for p in model.parameters() if p.requires_grad and id(p) not in head_ids]
    by_rate = {backbone_lr: backbone, head_lr: head}
    return [{"params": params, "lr": rate} for rate, params in by_rate.items()]
