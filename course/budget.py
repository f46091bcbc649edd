"""How much a lesson does, chosen in one place: a laptop's CPU, a GPU, or CI's small budget."""

import os
from typing import TypeVar

from course.device import device
from course.errors import CourseError

VARIABLE = "COURSE_BUDGET"
T = TypeVar("T")


def is_small() -> bool:
    """Tell whether $COURSE_BUDGET asks for the small budget, on which figures mean little."""
    wanted = os.environ.get(VARIABLE, "").strip()
    if wanted not in ("", "small"):
        raise CourseError(f"${VARIABLE} is {wanted!r}: set it to small, or not at all.")
    return wanted == "small"


def choose(cpu: T, gpu: T, small: T) -> T:
    """Return the value for where this runs.

    >>> size = choose(cpu=64, gpu=128, small=32)
    """
    if is_small():
        return small
    return cpu if device().type == "cpu" else gpu
