"""Other graders on the same work: stock nbgrader, and Otter run locally.

Their test cells ask what our hidden checks ask, by the same probes and judges, on hidden cases as
ours are; the reference's evidence lies in a file, so that it costs them nothing. Cells of the
notebook that only train are left out unless they are asked for. A student's exercise counts as
right if its test cell gives full marks.
"""

import json
import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

from autograder import assignment, grading, profile, public, release
from autograder.worker import Worker
from tests import bank, classroom
from tests.benchmarks.roster import Cells

Verdicts = dict[str, dict[str, bool]]
Files = dict[str, Path]
"""The file with the reference's evidence on hidden cases, for each exercise."""
_CHECK = """from pathlib import Path

from course.checks import exercises, public

module = exercises.exercise("{0}")
references = public.read(module, Path("{1}"))
failed = [r.check for r in public.run(module, {0}, references) if r.outcome != "passed"]
assert not failed, failed
"""
_CONFIG = """c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.release_directory = "assignments"
c.ExecutePreprocessor.timeout = 120
"""
_OTTER = """OK_FORMAT = False

from otter.test_files import test_case

name = "{0}"
points = 1


@test_case(points=1, hidden=False)
def test_{0}({0}):
"""


def reference_files(root: Path) -> Files:
    """Write the reference's evidence on hidden cases; return each exercise's file."""
    assigned, limits = assignment.find(classroom.SLUG, bank.ROOT), profile.load()
    cases = grading.hidden_cases(assigned.exercises, "stock")
    with Worker(limits, jailed=False) as worker:
        seen, _ = grading.observe(grading.reference(assigned), cases, limits, worker)
    root.mkdir(parents=True, exist_ok=True)
    files = {name: root / f"{name}.safetensors" for name in cases}
    for name, path in files.items():
        path.write_bytes(public.as_file(cases[name], seen[name]))
    return files


def _notebook(cells: Cells, files: Files, training: bool = False) -> dict[str, Any]:
    """Return the stock notebook with a student's solution cells, checked where there is a file."""
    made: dict[str, Any] = release.source_notebook(assignment.find(classroom.SLUG, bank.ROOT))
    kept = []
    for cell in made["cells"]:
        kind = cell["metadata"]["course"]["kind"]
        name = cell["id"].removeprefix("check_")
        if (kind == "training" and not training) or (kind == "check" and name not in files):
            continue
        if kind == "check":
            cell["source"] = _CHECK.format(name, files[name])
        elif kind == "solution":
            cell["source"] = cells.get(cell["id"], cell["source"])
        kept.append(cell)
    return made | {"cells": kept}


def _write(folder: Path, notebook: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{classroom.SLUG}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def nbgrader(
    students: list[tuple[str, Cells]], root: Path, files: Files, training: bool = False
) -> tuple[float, Verdicts]:
    """Autograde with stock nbgrader; return its seconds and what it found."""
    root.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8")
    _write(root / "source" / classroom.SLUG, _notebook({}, files, training))
    _nbgrader(root, "generate_assignment", classroom.SLUG)
    for student, cells in students:
        _write(root / "submitted" / student / classroom.SLUG, _notebook(cells, files, training))
    began = time.perf_counter()
    _nbgrader(root, "autograde", classroom.SLUG)
    took = time.perf_counter() - began
    return took, {student: _scores(root, student) for student, _ in students}


def _nbgrader(root: Path, *arguments: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "nbgrader", *arguments, "--course-dir", str(root)]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "PATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"stock nbgrader stopped: {done.stderr[-2000:]}")


def _scores(root: Path, student: str) -> dict[str, bool]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        notebook = book.find_submission_notebook(classroom.SLUG, classroom.SLUG, student)
        return {
            grade.name.removeprefix("check_"): grade.auto_score == grade.max_score
            for grade in notebook.grades
        }


def otter(
    students: list[tuple[str, Cells]], root: Path, files: Files, training: bool = False
) -> tuple[float, Verdicts]:
    """Grade with `otter run`, one notebook after the other; return its seconds and findings."""
    tests = root / "tests"
    tests.mkdir(parents=True)
    test = _OTTER + textwrap.indent(_CHECK, "    ")
    for name, path in files.items():
        (tests / f"{name}.py").write_text(test.format(name, path), encoding="utf-8")
    _otter(root, "generate", "-t", "tests", "--no-environment", "-o", "autograder.zip")
    took, found = 0.0, {}
    for student, cells in students:
        path = _write(root / student, _notebook(cells, {}, training))
        began = time.perf_counter()
        _otter(root, "run", str(path), "-a", "autograder.zip", "-o", str(path.parent))
        took += time.perf_counter() - began
        results = json.loads((path.parent / "results.json").read_text(encoding="utf-8"))
        found[student] = {
            test["name"].split(" ")[0]: test["score"] == test["max_score"]
            for test in results["tests"]
            if test.get("max_score")
        }
    return took, found


def _otter(root: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "otter", *arguments],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"otter stopped: {done.stderr[-2000:]}")
