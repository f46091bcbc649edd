"""Replace the exercises' probes by ones that report a perfect function."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "own"
CELL = (
    FORGE
    + r"""
from course.checks import exercises
for name in ("replace_head", "evaluate"):
    module = exercises.exercise(name)
    module.probe = lambda function, case, name=name: perfect(name, case)
"""
)
