"""A generated class for benchmarks: distinct students with right, wrong and hostile notebooks.

Every cell carries its student's name in a comment, so no two notebooks are the same.
"""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

from tests import bank, classroom
from tests.attacks import case

_HOSTILE_EACH = 10  # every tenth student attacks, where hostile ones are wanted
_BUILDING = ("replace_head", "freeze_backbone")
Cells = dict[str, str]


def cells(count: int, seed: int = 0, plain: bool = False) -> Iterator[tuple[str, Cells]]:
    """Yield students' names and the sources of their solution cells: right, or with a mistake.

    With `plain`, right ones build the network as the reference does: odd heads do not go together.
    """
    drawn = random.Random(seed)
    names = classroom_exercises()
    right = {name: [p.read_text("utf-8") for p in bank.accepted(name)] for name in names}
    if plain:
        right |= {name: [str(classroom.source(name, "reference"))] for name in _BUILDING}
    wrong = {name: [p.read_text("utf-8") for p in bank.misconceptions(name)] for name in names}
    for number in range(count):
        chosen = {name: drawn.choice(right[name]) for name in names}
        if number % 2:
            spoilt = drawn.choice(names)
            chosen[spoilt] = drawn.choice(wrong[spoilt])
        student = f"student-{number:04d}"
        yield student, {name: f"# {student}\n{text}" for name, text in chosen.items()}


def classroom_exercises() -> list[str]:
    """List the exercises of the assignment that is measured."""
    from autograder import assignment

    return assignment.find(classroom.SLUG, bank.ROOT).exercises


def hand_in(count: int, root: Path, hostile: bool = True) -> None:
    """Write a class of `count` below nbgrader's submitted/ in the course folder `root`."""
    quick = [a for a in case.load() if a.cell and not a.long and not a.accepted]
    attacks = itertools.cycle(quick)
    for number, (student, sources) in enumerate(cells(count)):
        if hostile and number % _HOSTILE_EACH == _HOSTILE_EACH - 1:
            case.submit(next(attacks), root / "submitted" / student / classroom.SLUG, root)
        else:
            classroom.hand_in_notebook(classroom.notebook(sources), student, root / "submitted")
