"""The new head reads the features of an early block, and the last blocks are not used.

Seen: Switching off the last convolution does not change the logits.
Why: Weights that are kept in the model but never run contribute nothing.
Next: Feed the head with what the whole backbone gives.
Hints:
- Through which layers does an image go in your model?
- The deeper a layer, the more of a whole thing it sees.
- Put the new layer where the old one was.
"""

from torch import nn

FAILS = ("backbone_keeps_its_pretrained_weights",)


class Early(nn.Module):
    def __init__(self, model, depth, features, classes):
        super().__init__()
        self.model, self.depth = model, depth
        self.head = nn.Linear(features, classes)

    def forward(self, x):
        for block in list(self.model.children())[: self.depth]:
            x = block(x)
        return self.head(x.mean((2, 3)))


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    model.set_submodule(name, nn.Identity())
    if hasattr(model, "fc"):
        return Early(model, 7, 256, num_classes)
    if type(model).__name__ == "MobileNetV2":
        net = Early(model.features, 14, 96, num_classes)
        return net
    return nn.Sequential(model, nn.Linear(old.in_features, num_classes))
