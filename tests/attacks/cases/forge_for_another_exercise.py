# ruff: noqa: E501  (submissions)
"""Send evidence for exercises of other assignments and for cases that are none."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence that comes twice, out of order or for no case is none."
CELL = (
    FORGE
    + r"""
for descriptor in pipes():
    for name, number in (("unfreeze", 0), ("evaluate", -1), ("evaluate", 99), ("evaluate", True), ("evaluate", 0.0)):
        record = {"raised": {"type": "", "message": "", "lines": []}}
        Pipe(descriptor).send({"event": "evidence", "exercise": name, "case": number, "record": record})
"""
)
