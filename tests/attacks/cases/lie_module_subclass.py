"""Return a module that answers every question about itself with what is wanted."""

DEFENCE = "Probes ask nn.Module itself, not a subclass's own methods."
PLACE = "freeze_backbone"
WITHOUT = """
def freeze_backbone(model):
    return model
"""
CELL = r"""
from torch import nn


def freeze_backbone(model):
    class Frozen(type(model)):
        def named_parameters(self, *arguments, **named):
            for name, parameter in super().named_parameters(*arguments, **named):
                if "fc" in name or "classifier" in name:
                    yield name, parameter

        def parameters(self, recurse=True):
            return (p for _, p in self.named_parameters())

    model.__class__ = Frozen
    return model
"""
