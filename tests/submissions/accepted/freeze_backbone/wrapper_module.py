"""The model comes back in a wrapper that keeps the backbone in evaluation mode."""

from torch import nn


class Frozen(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.inner = model.eval()

    def train(self, mode=True):
        self.training = mode
        return self

    def forward(self, x):
        return self.inner(x)


def freeze_backbone(model):
    last = [m for m in model.modules() if isinstance(m, nn.Linear)][-1]
    for p in model.parameters():
        p.requires_grad = any(p is q for q in last.parameters())
    return Frozen(model)
