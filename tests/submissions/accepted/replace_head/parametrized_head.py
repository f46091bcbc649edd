"""nn.utils.parametrize centres the new weights, so that the scores of a row have mean 0."""

from torch import nn
from torch.nn.utils import parametrize


class Centred(nn.Module):
    def forward(self, weight):
        return weight - weight.mean(dim=0, keepdim=True)


def replace_head(model, num_classes):
    name, old = [(n, m) for n, m in model.named_modules() if isinstance(m, nn.Linear)][-1]
    head = nn.Linear(old.in_features, num_classes, bias=False)
    parametrize.register_parametrization(head, "weight", Centred())
    model.set_submodule(name, head)
    return model
