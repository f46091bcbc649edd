"""`course check NOTEBOOK`: check every exercise of a notebook in the terminal."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_CELL_SECONDS, _EXERCISE_SECONDS = 30, 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("notebook", type=Path, help="the notebook to check")
    parser.add_argument("--exercise", action="append", help="only this one (may be repeated)")
    parser.add_argument("--hints", type=int, default=0, metavar="N", help="show the first N hints")


def run(options: argparse.Namespace) -> int:
    """Run the notebook's cells and the public checks; status 0 if every check passed."""
    from course import beside, notebooks
    from course.checks import exercises
    from course.errors import CheckError

    cells = notebooks.read(options.notebook)
    there = {cell.grade_id for cell in cells}
    of_it = [names for names in exercises.assignments().values() if not there.isdisjoint(names)]
    wanted = options.exercise or [name for names in of_it for name in names]
    for name in wanted:
        exercises.exercise(name)
    if not wanted:
        raise CheckError(f"{options.notebook} holds no exercise: is it an assignment's notebook?")
    events = run_apart(job(cells, wanted) | {"files": beside.in_folder(options.notebook)})
    passed = [_show(name, events, options.hints) for name in wanted]
    return 0 if all(passed) else 1


def job(cells: list[Any], wanted: list[str]) -> dict[str, Any]:
    """Make the job that runs a notebook's cells and probes the exercises that are wanted."""
    from course import skipped
    from course.checks import exercises

    runnable = [cell for cell in cells if cell.kind != "check"]
    training = [cell.source for cell in runnable if cell.kind == "training"]
    others = [cell.source for cell in runnable if cell.kind != "training"]
    kept = iter(skipped.kept(training, others, wanted))
    return {
        "cells": [
            {
                "id": cell.grade_id or f"cell {number}",
                "source": next(kept) if cell.kind == "training" else cell.source,
                "limit": _CELL_SECONDS,
                **({"exercise": cell.grade_id} if cell.grade_id in wanted else {}),
            }
            for number, cell in enumerate(runnable, 1)
        ],
        "exercises": [
            {
                "name": name,
                "cases": exercises.public_cases(exercises.exercise(name)),
                "limit": _EXERCISE_SECONDS,
            }
            for name in wanted
        ],
    }


def run_apart(work: dict[str, Any]) -> list[tuple[dict[str, Any], Any]]:
    """Run the job in a process of its own, in a scratch folder; return its events."""
    from course.checks.evidence import frames

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
        return frames(events.read_bytes()) if events.is_file() else []


def _path() -> str:
    """Return a PYTHONPATH on which this same course comes first, wherever it lies."""
    import course

    given = os.environ.get("PYTHONPATH")
    own = str(Path(course.__file__).parents[1])
    return own + os.pathsep + given if given else own


def _show(name: str, events: list[tuple[dict[str, Any], Any]], hints: int) -> bool:
    """Judge and print one exercise; return whether every check passed."""
    from course.checks import evidence, exercises, public
    from course.checks.judging import Run
    from course.checks.notebook import Panel
    from course.checks.probing import Raised

    module = exercises.exercise(name)
    own = [e for e in events if e[0].get("event") == "evidence" and e[0].get("exercise") == name]
    seen = [evidence.decode(module, record["record"], tensors) for record, tensors in own]
    references = public.public_references(module)
    seen += [Raised("", _reason(name, events), [])] * (len(references) - len(seen))
    runs = [Run(case, s, ref) for (case, ref), s in zip(references, seen, strict=True)]
    panel = Panel(name, public.decide(module, runs), hints)
    print(panel, end="\n\n")
    return panel.passed


def _reason(name: str, events: list[tuple[dict[str, Any], Any]]) -> str:
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
