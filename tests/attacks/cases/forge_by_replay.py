# ruff: noqa: E501  (submissions)
"""Send the published reference evidence of the public cases as evidence of the hidden ones."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence carries numbers of what its own case handed out."
PLACE = "own"
CELL = (
    FORGE
    + r"""
import os
for descriptor in pipes():
    pipe = Pipe(descriptor)
    pipe.send({"event": "ran", "id": local("cell", lambda value: type(value) is dict)["id"], "text": "", "error": None})
    for name in ("replace_head", "freeze_backbone", "train_one_epoch", "evaluate"):
        own = next(e for e in job()["exercises"] if e["name"] == name)["cases"]
        for index, case in enumerate(own):
            head, tensors = evidence.encode(public_like(name, case, index))
            pipe.send({"event": "evidence", "exercise": name, "case": index, "record": head}, tensors)
        pipe.send({"event": "ended", "exercise": name, "how": "exit 0"})
    pipe.send({"event": "done"})
os._exit(0)
"""
)
