"""The bridge to nbgrader: its commands, its gradebook, its formgrader; our intake and grading.

`nbgrader autograde` converts each submission twice. The first pass sanitises: our exporter gives
it the notebook rebuilt from the release, so nothing of the student's file but sources gets through,
and an unreadable file becomes an untouched notebook with a reason. The second pass executes: in
place of nbgrader's Execute, `Grade` writes each exercise's score and panel into its grade cell,
where nbgrader's own SaveAutoGrades finds them.
"""

import atexit
import functools
import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder import gradebook, intake, settings
from autograder.assignment import Assignment, find
from autograder.desk import Desk
from autograder.errors import AutograderError
from autograder.feedback import fill
from autograder.profile import load
from autograder.release import scripts_on_path
from course.errors import CourseError

SANITIZE = ["nbgrader.preprocessors.CheckCellMetadata"]
AUTOGRADE = [
    "autograder.bridge.Grade",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


_trusted: set[Path] = set()


def configure(config: Any, root: Path, trust_students: bool = False) -> None:
    """Set nbgrader up for this course: call it from nbgrader_config.py with `c`.

    `trust_students` grades without the jail, where none can be had; every receipt says so.
    """
    if trust_students:
        _trusted.add(root)
    scripts_on_path()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "thaw"
    config.CourseDirectory.release_directory = "assignments"
    config.CourseDirectory.ignore = ["*"]  # no file beside the notebook is ever copied
    config.Autograde.exporter_class = "autograder.bridge.SubmissionExporter"
    config.Autograde.pre_convert_hook = before_student
    config.Autograde.sanitize_preprocessors = SANITIZE
    config.Autograde.autograde_preprocessors = AUTOGRADE
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"clean_html": "autograder.feedback.clean_html"}
    config.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError()"}


@functools.cache
def desk_for(slug: str, root: Path) -> Desk:
    """Open the desk of an assignment once per process; its reference must pass first."""
    assignment = find(slug, root)
    gradebook.register(assignment)
    desk = Desk(assignment, load(), settings.load(root), root in _trusted).__enter__()
    atexit.register(desk.__exit__)
    _ = desk.grader
    return desk


def before_student(assignment: str, student: str, notebooks: list[str]) -> None:
    """Stop the run before the first student if grading cannot work; mend notebooks' names.

    nbgrader calls this before each submission and ignores exceptions, so a fault leaves by
    SystemExit: no student gets a zero for it.
    """
    root = settings.find_root()
    try:
        desk_for(assignment, root)
    except CourseError as error:
        sys.exit(f"autograder: {error}")
    folder = Path(notebooks[0]).parent
    notebooks[:] = [str(folder / f"{assignment}.ipynb")]


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads a submission through our intake; everything else is nbconvert's."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Rebuild a submitted notebook; read our own autograded one as it is."""
        if resources is None or "autograded" in Path(filename).parts[:-2]:
            return super().from_filename(filename, resources=resources, **kwargs)
        return super().from_notebook_node(_rebuilt(filename, resources), resources, **kwargs)


def _rebuilt(filename: str, resources: dict[str, Any]) -> Any:
    root = settings.find_root()
    assignment = find(resources["nbgrader"]["assignment"], root)
    submission = intake.in_folder(
        Path(filename).parent, resources["nbgrader"]["student"], assignment.slug
    )
    taken = intake.take(submission, assignment, load())
    return nbformat.from_dict(notebook_of(taken, assignment))


def notebook_of(taken: intake.Taken, assignment: Assignment) -> dict[str, Any]:
    """Return the release notebook with the student's sources and extra cells in their places."""
    release: dict[str, Any] = nbformat.read(assignment.release_path, as_version=4)
    by_id = {cell["id"]: cell for cell in release["cells"]}
    cells = []
    for cell in taken.cells:
        made = by_id.get(cell.id) or nbformat.v4.new_code_cell(id=cell.id)
        made["source"] = cell.source
        cells.append(made)
    release["cells"] = cells
    return release


class Grade(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of nbgrader's Execute: grades the submission and fills in its outputs."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Grade, then write scores, panels and the students' own printed text into the cells."""
        names = resources["nbgrader"]
        root = settings.find_root()
        desk = desk_for(names["assignment"], root)
        folder = root / "submitted" / names["student"] / names["assignment"]
        submission = intake.in_folder(folder, names["student"], names["assignment"])
        result = desk.grade(submission)
        if any(verdict.outcome == "error" for verdict in result.verdicts):
            fault = next(v.fault for v in result.verdicts if v.outcome == "error")
            self.log.error("Not graded, to be graded again: %s (%s)", names["student"], fault)
            raise AutograderError(f"{names['student']} could not be graded: {fault}")
        fill(nb, result)
        return nb, resources


def sweep_unfinished(root: Path) -> None:
    """Remove autograded folders that a killed run left half-made, so that they are made again."""
    for notebook in (root / "autograded").glob("*/*/*.ipynb"):
        if '"thaw_graded"' not in notebook.read_text(encoding="utf-8", errors="replace"):
            os.chmod(notebook, 0o644)
            notebook.unlink()
