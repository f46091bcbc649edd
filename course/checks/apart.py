"""Check the functions of a notebook's file in a process of its own, as the grader will."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course import beside, notebooks, redefined, skipped
from course.checks import evidence, exercises, public
from course.checks.feedback import CheckResult
from course.checks.judging import Run
from course.checks.probing import Raised
from course.notebooks import CodeCell

_CELL_SECONDS, _EXERCISE_SECONDS = 30, 60
Events = list[tuple[dict[str, Any], Any]]
Found = dict[str, list[CheckResult]]


@dataclass
class Notebook:
    """A notebook's code cells, and the text of the files beside it that belong to it."""

    cells: list[CodeCell]
    files: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Notebook:
    """Read a notebook; CheckError if it is none."""
    return Notebook(notebooks.read(path), beside.in_folder(path))


def exercises_of(notebook: Notebook) -> list[str]:
    """List the exercises of the assignments that a notebook is.

    An editor may have stripped its cells of their names; then it is the assignment of which it
    defines the largest part.
    """
    there = {cell.grade_id for cell in notebook.cells}
    named = [own for own in exercises.assignments().values() if not there.isdisjoint(own)]
    return [name for own in named or _written(notebook) for name in own]


def _written(notebook: Notebook) -> list[tuple[str, ...]]:
    source = "\n".join(cell.source for cell in notebook.cells)
    of_each = {
        own: sum(redefined.binds(source, name) for name in own) / len(own)
        for own in exercises.assignments().values()
    }
    largest = max(of_each, key=of_each.__getitem__)
    return [largest] if of_each[largest] else []


def check(notebook: Notebook, wanted: Sequence[str]) -> tuple[Found, set[str]]:
    """Check exercises; return their results, and which were checked by a later definition.

    Of a function that is defined twice, the better definition counts.
    """
    found = _check(notebook, wanted)
    twice = redefined.later(_own(notebook, wanted))
    again = [name for name in wanted if name in twice and _passed(found[name]) < len(found[name])]
    other = _check(notebook, again, again) if again else {}
    better = {name for name, own in other.items() if _passed(own) > _passed(found[name])}
    return found | {name: other[name] for name in better}, better


def _own(notebook: Notebook, wanted: Sequence[str]) -> list[tuple[str | None, str]]:
    return [(c.grade_id if c.grade_id in wanted else None, c.source) for c in notebook.cells]


def _passed(results: Sequence[CheckResult]) -> int:
    return sum(result.outcome == "passed" for result in results)


def _check(notebook: Notebook, wanted: Sequence[str], latest: Sequence[str] = ()) -> Found:
    work = job(notebook, wanted)
    work["exercises"] = [_exercise(name) for name in wanted]
    events = run(work | {"latest": list(latest)})
    return {name: _results(name, events) for name in wanted}


def _exercise(name: str) -> dict[str, Any]:
    cases = exercises.public_cases(exercises.exercise(name))
    return {"name": name, "cases": cases, "limit": _EXERCISE_SECONDS}


def job(notebook: Notebook, functions: Sequence[str] = ()) -> dict[str, Any]:
    """Make the job that runs a notebook's cells, for the functions that are wanted of it."""
    training = [cell.source for cell in notebook.cells if cell.kind == "training"]
    others = [cell.source for cell in notebook.cells if cell.kind != "training"]
    kept = iter(skipped.kept(training, others, functions))
    return {
        "cells": [
            {
                "id": cell.grade_id or f"cell {number}",
                "source": next(kept) if cell.kind == "training" else cell.source,
                "limit": _CELL_SECONDS,
                **({"exercise": cell.grade_id} if cell.grade_id in functions else {}),
            }
            for number, cell in enumerate(notebook.cells, 1)
        ],
        "files": notebook.files,
    }


def run(work: dict[str, Any]) -> Events:
    """Run a job in a scratch folder; return its events."""
    with tempfile.TemporaryDirectory() as scratch:
        events = Path(scratch) / "events"
        subprocess.run(
            [sys.executable, "-m", "course.runner", str(events)],
            input=json.dumps(work).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=scratch,
            env={**os.environ, "MPLBACKEND": "agg", "PYTHONPATH": _path()},
            check=False,
        )
        return evidence.frames(events.read_bytes()) if events.is_file() else []


def _path() -> str:
    """Return a PYTHONPATH on which this same course comes first, wherever it lies."""
    import course

    given = os.environ.get("PYTHONPATH")
    own = str(Path(course.__file__).parents[1])
    return own + os.pathsep + given if given else own


def _results(name: str, events: Events) -> list[CheckResult]:
    """Judge one exercise; where evidence is missing, the reason is judged."""
    module = exercises.exercise(name)
    own = [e for e in events if e[0].get("event") == "evidence" and e[0].get("exercise") == name]
    seen = [evidence.decode(module, record["record"], tensors) for record, tensors in own]
    references = public.public_references(module)
    seen += [Raised("", _reason(name, events), [])] * (len(references) - len(seen))
    runs = [Run(case, s, ref) for (case, ref), s in zip(references, seen, strict=True)]
    return public.decide(module, runs)


def _reason(name: str, events: Events) -> str:
    """Say why an exercise gave no evidence."""
    ran = {record["id"]: record for record, _ in events if record.get("event") == "ran"}
    error = (ran.get(name) or {}).get("error")
    if error:
        where = f" ({error['lines'][-1]})" if error["lines"] else ""
        return f"The cell {name} stopped with {error['type']}: {error['message']}{where}"
    for record, _ in events:
        if record.get("exercise") == name and record.get("event") == "undefined":
            return f"No function called {name} was found after the notebook's cells had run."
        if record.get("exercise") == name and record.get("event") == "ended":
            how = record["how"]
            return f"{name} took too long." if how == "timeout" else f"{name} ended Python ({how})."
    return f"The notebook ended before {name} could be checked."
