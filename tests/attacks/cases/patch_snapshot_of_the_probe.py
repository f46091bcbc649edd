"""Unfreeze everything, and replace what the probe would see of it."""

from tests.attacks.cases._forging import STILL, epoch

DEFENCE = "What notes how things were keeps its methods."
PLACE = "train_one_epoch"
THAWED = "model.requires_grad_(True)\n" + STILL
WITHOUT = epoch(before=THAWED)
PATCH = """
for info in inspect.stack(0):
    before = inspect.getargvalues(info.frame).locals.get("before")
    if hasattr(before, "flags_changed"):
        object.__setattr__(before, "frozen", lambda: set())
        object.__setattr__(before, "flags_changed", lambda model: [])
"""
CELL = "import inspect\n" + epoch(before=THAWED, after=PATCH)
