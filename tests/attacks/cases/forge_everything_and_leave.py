"""Send perfect evidence of constants for all exercises from a cell, say done, and leave."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence carries numbers of what its own case handed out."
PLACE = "own"
CELL = (
    FORGE
    + r"""
import os
for descriptor in pipes():
    pipe = Pipe(descriptor)
    cell = local("cell", lambda value: type(value) is dict)
    pipe.send({"event": "ran", "id": cell["id"], "text": "", "error": None})
    for name in ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate"):
        for record, tensors in perfect_events(name):
            pipe.send(record, tensors)
        pipe.send({"event": "ended", "exercise": name, "how": "exit 0"})
    pipe.send({"event": "done"})
os._exit(0)
"""
)
