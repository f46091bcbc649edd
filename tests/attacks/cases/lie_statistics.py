"""Let frozen BatchNorm learn, under a class of tensors that shows the old values."""

from tests.attacks.cases._forging import epoch

DEFENCE = "Tensors are read as PyTorch has them, whatever their class says."
PLACE = "train_one_epoch"
WITHOUT = epoch(before="model.train()")
HOLD = """
held = []
model.train()
for m in model.modules():
    if type(m).__name__ == "BatchNorm2d" and not any(p.requires_grad for p in m.parameters()):
        held += [(t, t.detach().clone()) for t in m.buffers()]
"""
LIE = """
for t, old in held:
    t.__class__ = Still
    t.old = old
"""
CELL = """
import torch


class Still(torch.Tensor):
    def detach(self):
        return self.__dict__["old"]

""" + epoch(before=HOLD, after=LIE)
