"""Exchange the code inside the course's functions, leaving the functions where they are."""

from tests.attacks.cases._forging import FORGE

DEFENCE = "Course and torch are put back as they were before every probe and after every call."
PLACE = "own"
CELL = (
    FORGE
    + r"""
from course.checks import exercises


def probe(function, case):
    import builtins
    return builtins.perfect(EXERCISE, case)


import builtins
builtins.perfect = perfect
for name in ("replace_head", "evaluate"):
    exercises.exercise(name).probe.__code__ = probe.__code__
"""
)
