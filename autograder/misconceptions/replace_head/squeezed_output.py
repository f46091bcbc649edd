"""The output is squeezed, so that a batch of one image loses its first dimension.

Seen: A batch of several images is right, and one image gives an output of one dimension.
Why: `squeeze()` removes every dimension of size 1, that of the batch included.
Next: Flatten from dimension 1 on instead.
Hints:
- What is the shape of your output for one image?
- `squeeze()` without an argument removes more than you think.
- Use `torch.flatten(features, 1)`, or leave it out.
"""

from torch import nn

FAILS = ("gives_num_classes_logits", "works_on_a_network_you_have_not_seen")


class Net(nn.Module):
    def __init__(self, body, head):
        super().__init__()
        self.body, self.head = body, head

    def forward(self, x):
        return self.head(self.body(x).squeeze())


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    return Net(model, nn.Linear(old.in_features, num_classes))
