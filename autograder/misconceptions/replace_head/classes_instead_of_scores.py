"""The model returns the number of the best class instead of scores.

Seen: The output has one number an image and carries no gradient.
Why: The loss needs a score for every class, and a choice has no gradient.
Next: Return the scores and choose the class later.
Hints:
- What does CrossEntropyLoss take as its first argument?
- `argmax` throws the scores away.
- Return the output of the last linear layer.
"""

from torch import nn

FAILS = (
    "gives_num_classes_logits",
    "new_head_is_trainable",
    "head_gives_raw_scores",
    "works_on_a_network_you_have_not_seen",
)


class Chooser(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        return self.model(x).argmax(dim=1)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Linear(old.in_features, num_classes))
    return Chooser(model)
