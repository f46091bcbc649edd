"""Replace the function that writes evidence down."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "own"
CELL = (
    FORGE
    + r"""
from course.checks import evidence
really = evidence.encode
evidence.encode = lambda seen: really(seen if not isinstance(seen, Raised) else perfect_next())
"""
)
