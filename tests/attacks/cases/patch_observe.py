"""Replace the function that calls the probes."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "last"
CELL = (
    FORGE
    + r"""
from course.checks import exercises
exercises.observe = lambda module, function, case, *rest: perfect(module.EXERCISE, case)
"""
)
