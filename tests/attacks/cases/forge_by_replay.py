"""Send the published reference evidence of the public cases as evidence of the hidden ones."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Evidence carries numbers of what its own case handed out."
PLACE = "own"
CELL = (
    FORGE
    + r"""

def replayed(name, case):
    own = next(e for e in JOB["exercises"] if e["name"] == name)["cases"]
    return public_like(name, case, own.index(case))


send_everything_and_leave(replayed)
"""
)
