"""What an attack is: a file in `cases/` that says what it tries, what stops it, and what to submit.

A case sets DEFENCE and either CELL or a function `hand_in`. CELL is Python for one cell: the
solution cell of the exercise PLACE (`evaluate` if unset), or a cell of the student's own near the
top ("own") or at the end ("last"), then of ASSIGNMENT (`feature_extraction` if unset). WITHOUT is
what that solution cell holds in the same submission without the attack (the stub if unset); an
attack may not score above it. `hand_in(folder, notebook, course)` writes files of its own and
returns the path that is handed in. LONG cases take tens of seconds; CORE ones are run as an
ordinary user as well.
"""

import importlib
import json
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.checks.exercises import assignments
from tests import classroom
from tests.attacks import cases
from tests.bank import ROOT

HONEST = {
    "feature_extraction": ("train_one_epoch", "evaluate"),
    "fine_tuning": ("parameter_groups", "fine_tune"),
}
"""Exercises that a hostile student has solved; all else is left as it is: to be gained."""
_ANYWHERE = ("own", "last")
HandIn = Callable[[Path, dict[str, Any], Path], Path]


@dataclass(frozen=True)
class Attack:
    """One attack, as its file says."""

    name: str
    tries: str
    defence: str
    assignment: str
    place: str
    cell: str
    without: str
    hand_in: HandIn | None
    long: bool
    core: bool
    accepted: str


def load() -> list[Attack]:
    """Read every case, sorted by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(cases.__path__))
    return [_attack(name) for name in names if not name.startswith("_")]


def _attack(name: str) -> Attack:
    module = importlib.import_module(f"tests.attacks.cases.{name}")
    given = vars(module)
    place = given.get("PLACE", "evaluate")
    return Attack(
        name=name,
        tries=" ".join((module.__doc__ or "").split()),
        defence=given["DEFENCE"],
        assignment=given.get("ASSIGNMENT", _assignment(place)),
        place=place,
        cell=given.get("CELL", ""),
        without=given.get("WITHOUT", ""),
        hand_in=given.get("hand_in"),
        long=given.get("LONG", False),
        core=given.get("CORE", False),
        accepted=given.get("ACCEPTED", ""),
    )


def _assignment(place: str) -> str:
    """Name the assignment that has the exercise `place`."""
    own = [name for name, exercises in assignments().items() if place in exercises]
    return own[0] if own else classroom.SLUG


def submit(attack: Attack, folder: Path, course: Path, armed: bool = True) -> Path:
    """Write the attack's submission into `folder`; unarmed, the same without the attack."""
    folder.mkdir(parents=True)
    slug, honest = attack.assignment, HONEST[attack.assignment]
    cells = {name: classroom.source(name, "reference", slug) or "" for name in honest}
    target = honest[-1] if attack.place in _ANYWHERE else attack.place
    if attack.without:
        cells[target] = attack.without
    elif target in cells:
        del cells[target]
    if not armed:
        return _save(folder, classroom.notebook(cells, slug=slug), slug)
    if attack.hand_in:
        return attack.hand_in(folder, classroom.notebook(cells), course)
    source = attack.cell.replace("{COURSE}", str(course)).replace("{ROOT}", str(ROOT))
    source = source.replace("{HOME}", str(Path.home()))
    if attack.place not in _ANYWHERE:
        return _save(folder, classroom.notebook(cells | {target: source}, slug=slug), slug)
    notebook = classroom.notebook(cells, source if attack.place == "own" else "", slug)
    if attack.place == "last":
        notebook["cells"].append(own_cell(source))
    return _save(folder, notebook, slug)


def own_cell(source: str, name: str = "my-last") -> dict[str, Any]:
    """Make a code cell as a student would add one."""
    plain = {"cell_type": "code", "id": name, "metadata": {}, "outputs": []}
    return {**plain, "execution_count": None, "source": source}


def _save(folder: Path, notebook: dict[str, Any], slug: str) -> Path:
    return save(folder, json.dumps(notebook, indent=1).encode(), slug)


def save(folder: Path, content: bytes, slug: str = classroom.SLUG) -> Path:
    """Write the notebook's file under the name that is asked for."""
    path = folder / f"{slug}.ipynb"
    path.write_bytes(content)
    return path
