"""Functions that a notebook defines once more, in a cell behind the one that is checked."""

import re
from collections.abc import Iterable, Set

from course.checks import exercises


def later(cells: Iterable[tuple[str | None, str]]) -> set[str]:
    """Return the functions which a later cell seems to define once more.

    A cell is the name of the function that it is there for, None for any other, and its source.
    """
    filled, found = set(), set()
    for function, source in cells:
        if function is not None:
            filled.add(function)
        else:
            found |= {name for name in filled if binds(source, name)}
    return found


def concerns(name: str, functions: Set[str]) -> bool:
    """Say whether an exercise is about one of these functions, or a unit calls one."""
    module = exercises.exercise(name)
    return not functions.isdisjoint(getattr(module, "FUNCTIONS", (name,)))


def binds(source: str, name: str) -> bool:
    """Say whether a line of a cell reads like a definition of a name, or like an import of it."""
    binding = rf"^(?:def\s+{name}\s*\(|class\s+{name}\b|{name}\s*=[^=]|from\s.*\b{name}\b)"
    return re.search(binding, source, re.MULTILINE) is not None
