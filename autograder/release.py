"""Make what students get from the single source, through nbgrader's own generate_assignment."""

import contextlib
import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, Cell
from autograder.errors import ReleaseError, SourceError
from autograder.files import write_atomically
from autograder.judge import Check, Graders

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def build(assignment: Assignment) -> bytes:
    """Return the release notebook's bytes, the same on every run.

    Raises ReleaseError if nbgrader refuses the source or the source and the graders disagree.
    """
    with tempfile.TemporaryDirectory(prefix="thaw-release-") as folder:
        root = Path(folder)
        write_source(assignment, root / "source")
        generate(assignment.slug, root)
        released = root / "release" / assignment.slug / f"{assignment.slug}.ipynb"
        notebook = json.loads(released.read_text(encoding="utf-8"))
    _refuse_leaks(notebook, assignment)
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def write_source(assignment: Assignment, folder: Path) -> Path:
    """Write nbgrader's source notebook below `folder`; return its path."""
    path = folder / assignment.slug / f"{assignment.slug}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(source_notebook(assignment), indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def source_notebook(assignment: Assignment) -> dict[str, Any]:
    """Return nbgrader's source notebook: solutions in, points from the graders."""
    with Graders(assignment.graders) as graders:
        points = points_by_exercise(graders.checks)
    if set(points) != set(assignment.graded):
        odd = ", ".join(sorted(set(points) ^ set(assignment.graded)))
        raise SourceError(f"{assignment.source_path} and {assignment.graders} disagree on: {odd}.")
    return {
        "cells": [_notebook_cell(cell, points) for cell in assignment.cells],
        "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def points_by_exercise(checks: list[Check]) -> dict[str, float]:
    """Add up what each exercise's checks are worth."""
    points: dict[str, float] = {}
    for check in checks:
        points[check.exercise] = points.get(check.exercise, 0) + check.points
    return points


def _notebook_cell(cell: Cell, points: dict[str, float]) -> dict[str, Any]:
    nbgrader: dict[str, Any] = {
        "grade": cell.kind == "check",
        "grade_id": cell.grade_id,
        "locked": cell.kind != "solution",
        "schema_version": 3,
        "solution": cell.kind == "solution",
        "task": False,
    }
    if cell.kind == "check":
        nbgrader["points"] = points[cell.grade_id.removeprefix("check_")]
    made: dict[str, Any] = {
        "cell_type": "markdown" if cell.kind == "markdown" else "code",
        "id": cell.grade_id,
        "metadata": {"nbgrader": nbgrader, "course": {"kind": cell.kind}},
        "source": cell.source,
    }
    return made if cell.kind == "markdown" else made | {"execution_count": None, "outputs": []}


def generate(slug: str, root: Path, release: str = "release") -> None:
    """Run nbgrader's converter in `root`, entering the assignment into the gradebook there."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    scripts_on_path()
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.release_directory = release
    config.CourseDirectory.course_id = "thaw"
    with _quiet(), _kept_directory():
        result = NbGraderAPI(config=config).generate_assignment(slug, force=True)
    if not result["success"]:
        raise ReleaseError(f"nbgrader refuses {slug}: {result.get('error') or result.get('log')}")


def scripts_on_path() -> None:
    """Let nbgrader find `alembic`, which it calls by name, without an activated environment."""
    scripts = os.path.dirname(sys.executable)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])


@contextlib.contextmanager
def _kept_directory() -> Any:
    here = os.getcwd()
    try:
        yield
    finally:
        os.chdir(here)


@contextlib.contextmanager
def _quiet() -> Any:
    previous = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(previous)


def _refuse_leaks(notebook: dict[str, Any], assignment: Assignment) -> None:
    text = json.dumps(notebook)
    for mark in ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN"):
        if mark in text:
            raise ReleaseError(f"{assignment.slug}: {mark!r} is left in the release.")


def is_current(assignment: Assignment) -> bool:
    """Say whether the committed release is what the source gives."""
    path = assignment.release_path
    return path.is_file() and path.read_bytes() == build(assignment)


def write(assignment: Assignment) -> Path:
    """Write the release notebook, atomically; return its path."""
    content = build(assignment)
    write_atomically(assignment.release_path, content)
    return assignment.release_path
