# ruff: noqa: E501  (submissions)
"""Send frames that say passed, with points and scores."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Verdicts are no events: an unknown event ends the job as malformed."
CORE = True
CELL = (
    FORGE
    + r"""
for descriptor in pipes():
    pipe = Pipe(descriptor)
    for check in ("counts_right_answers", "uses_evaluation_mode"):
        pipe.send({"event": "verdict", "exercise": "evaluate", "check": check, "outcome": "passed", "score": 10})
    pipe.send({"event": "proof", "worked": []})
"""
)
