"""Functions that a notebook defines once more, in a cell behind the one that is graded."""

import re
from collections.abc import Iterable, Set

from autograder.intake import TakenCell
from course.checks import exercises

NOTE = "it is defined again in a later cell, and that one was graded."


def later(cells: Iterable[TakenCell]) -> set[str]:
    """Return the names of solution cells which a student's later cell seems to define as well."""
    filled, found = set(), set()
    for cell in cells:
        if cell.origin == "solution":
            filled.add(cell.id)
        elif cell.origin == "extra":
            found |= {name for name in filled if _binds(cell.source, name)}
    return found


def concerns(name: str, functions: Set[str]) -> bool:
    """Say whether an exercise is about one of these functions, or a unit calls one."""
    module = exercises.exercise(name)
    return not functions.isdisjoint(getattr(module, "FUNCTIONS", (name,)))


def _binds(source: str, name: str) -> bool:
    """Say whether a line of a cell reads like a definition of a name, or like an import of it."""
    binding = rf"^(?:def\s+{name}\s*\(|class\s+{name}\b|{name}\s*=[^=]|from\s.*\b{name}\b)"
    return re.search(binding, source, re.MULTILINE) is not None
