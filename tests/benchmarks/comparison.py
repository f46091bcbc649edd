"""The same class graded by this project, by stock nbgrader and by Otter, side by side.

Two contests. In the first, notebooks hold the exercises and their checks alone, for the other
graders' sake: cells that train are left out for them. In the second, notebooks are graded as
students hand them in; the others run every cell, this project takes the network that was saved.
"""

import time
from pathlib import Path
from typing import Any

from autograder.executor import grade_class
from autograder.fold import fold
from autograder.results import Result
from course.untrusted import FILE
from tests import bank, classroom
from tests.benchmarks import exercises, roster, stock
from tests.benchmarks.roster import Cells

Figures = dict[str, Any]
Timed = tuple[float, stock.Verdicts]


def exercises_alone(folder: Path, count: int) -> Figures:
    """Grade notebooks that only hold exercises; `nbgrader, no checks` runs them unchecked."""
    students = list(roster.cells(count))
    files = stock.reference_files(folder)
    timed = {
        "ours": _ours(folder / "ours", students, units=False),
        "nbgrader": stock.nbgrader(students, folder / "nbgrader", files),
        "nbgrader, no checks": stock.nbgrader(students, folder / "unchecked", {}),
        "otter": stock.otter(students, folder / "otter", files),
    }
    return _figures(students, timed)


def as_handed_in(folder: Path, count: int) -> Figures:
    """Grade whole notebooks, cells that train included; for ours with units, the saved networks."""
    students = list(roster.cells(count, plain=True))
    files = stock.reference_files(folder)
    nbgrader = stock.nbgrader(students, folder / "nbgrader", files, training=True)
    saved = {path.parts[-3]: path for path in (folder / "nbgrader" / "autograded").rglob(FILE)}
    timed = {
        "ours": _ours(folder / "ours", students, units=False),
        "ours, units too": _ours(folder / "units", students, units=True, saved=saved),
        "nbgrader": nbgrader,
        "otter": stock.otter(students, folder / "otter", files, training=True),
    }
    return _figures(students, timed) | {"networks_saved": len(saved)}


def _figures(students: list[tuple[str, Cells]], timed: dict[str, Timed]) -> Figures:
    """Return submissions a minute, how much faster ours is, and how many verdicts are wrong."""
    rates = {name: 60 * len(students) / seconds for name, (seconds, _) in timed.items()}
    truth = {student: _truth(cells) for student, cells in students}
    return {
        "submissions": len(students),
        "a_minute": {name: round(rate, 1) for name, rate in rates.items()},
        "ratio": {
            name: round(rates["ours"] / rate, 1)
            for name, rate in rates.items()
            if not name.startswith("ours")
        },
        "wrong_verdicts": {
            name: _differing(truth, found)
            for name, (_, found) in timed.items()
            if any(found.values())
        },
        "verdicts": sum(len(own) for own in truth.values()),
    }


def _truth(cells: Cells) -> dict[str, bool]:
    """Say of each exercise whether it is right: whether its source is none of the mistakes."""
    wrong = {
        name: {path.read_text("utf-8") for path in bank.misconceptions(name)} for name in cells
    }
    return {name: text.split("\n", 1)[1] not in wrong[name] for name, text in cells.items()}


def _differing(truth: stock.Verdicts, found: stock.Verdicts) -> int:
    return sum(
        found[student].get(name) != right
        for student, own in truth.items()
        for name, right in own.items()
    )


def _ours(
    root: Path,
    students: list[tuple[str, Cells]],
    units: bool,
    saved: dict[str, Path] | None = None,
) -> Timed:
    """Grade as `autograder grade` does, and fold; with `units`, trained networks as well.

    References and the mistakes that are to be named are run once a course, before the clock starts.
    """
    _hand_in(root, students, saved or {})
    submissions = exercises.submitted(root)
    with exercises.desk_of(root, units) as desk:
        list(grade_class(desk, submissions))
        forget(root)
        began = time.perf_counter()
        results = list(grade_class(desk, submissions))
        fold(desk.assignment, results)
        return time.perf_counter() - began, _verdicts(results)


def _hand_in(root: Path, students: list[tuple[str, Cells]], saved: dict[str, Path]) -> None:
    classroom.course_folder(root)
    for student, cells in students:
        made = classroom.notebook(cells)
        path = classroom.hand_in_notebook(made, student, root / "submitted")
        if student in saved:
            (path.parent / FILE).write_bytes(saved[student].read_bytes())


def forget(root: Path) -> None:
    """Take the receipts of the course in `root` away, so that everything is graded again."""
    for path in (root / ".autograder" / "receipts").rglob("*.json"):
        path.unlink()


def _verdicts(results: list[Result]) -> stock.Verdicts:
    found: stock.Verdicts = {}
    for result in results:
        own = found.setdefault(result.student, {})
        for verdict in result.verdicts:
            name = verdict.check.exercise
            own[name] = own.get(name, True) and verdict.outcome == "passed"
    return found


def table(figures: Figures) -> list[str]:
    """Write a contest as the lines of a Markdown table."""
    lines = [
        "| grader | submissions a minute | ours is faster by | wrong verdicts |",
        "|---|---|---|---|",
    ]
    for name, rate in figures["a_minute"].items():
        ratio = f"{figures['ratio'][name]} ×" if name in figures["ratio"] else ""
        lines.append(f"| {name} | {rate} | {ratio} | {figures['wrong_verdicts'].get(name, '')} |")
    return lines
