"""The bridge to nbgrader: its commands, its gradebook, its formgrader; our intake and grading.

`nbgrader autograde` converts each submission twice. The first pass sanitises: our exporter gives
it the notebook rebuilt from the release, so nothing of the student's file but sources gets through,
and an unreadable file becomes an untouched notebook with a reason. The second pass executes: in
place of nbgrader's Execute, `Grade` writes each exercise's score and panel into its grade cell,
where nbgrader's own SaveAutoGrades finds them; ours adds which submissions a person should read.
"""

import atexit
import functools
import glob
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades

from autograder import gradebook, intake, settings
from autograder.assignment import find
from autograder.desk import Desk
from autograder.errors import AutograderError
from autograder.feedback import fill
from autograder.fold import unfinished
from autograder.profile import load
from autograder.rebuilt import notebook_of
from autograder.release import scripts_on_path
from autograder.suspicion import is_to_read
from autograder.transcript import RunsJobs
from course.errors import CourseError

SANITIZE = ["nbgrader.preprocessors.CheckCellMetadata"]
AUTOGRADE = [
    "autograder.bridge.Grade",
    "nbgrader.preprocessors.LimitOutput",
    "autograder.bridge.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

_TO_READ = "thaw_to_read"  # in nbconvert's resources

_trusted: set[Path] = set()


def configure(config: Any, root: Path, trust_students: bool = False) -> None:
    """Set nbgrader up for this course: call it from nbgrader_config.py with `c`.

    `trust_students` grades without the jail, where none can be had; every receipt says so.
    """
    if trust_students:
        _trusted.add(root.resolve())
    scripts_on_path()
    if "autograde" in sys.argv[1:2]:
        sweep_unfinished(root)
        Autograde.init_notebooks = find_submissions
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "thaw"
    config.CourseDirectory.release_directory = "assignments"
    config.CourseDirectory.ignore = ["*"]  # no file beside the notebook is ever copied
    config.Autograde.exporter_class = "autograder.bridge.SubmissionExporter"
    config.Autograde.pre_convert_hook = before_student
    config.Autograde.sanitize_preprocessors = SANITIZE
    config.Autograde.autograde_preprocessors = AUTOGRADE
    config.GenerateFeedback.exporter_class = "autograder.bridge.FeedbackExporter"
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
    desk.grader(_worker_of(desk))
    return desk


@functools.cache
def _worker_of(desk: Desk) -> RunsJobs:
    return desk.worker()


def before_student(assignment: str, student: str, notebooks: list[str]) -> None:
    """Stop the run before the first student if grading cannot work; mend notebooks' names.

    nbgrader calls this before each submission and ignores exceptions, so a fault leaves by
    SystemExit: no student gets a zero for it.
    """
    try:
        desk_for(assignment, settings.find_root())
    except CourseError as error:
        sys.exit(f"autograder: {error}")
    except Exception as error:  # whatever it is, nbgrader would go on without us
        sys.exit(f"autograder: {type(error).__name__}: {error}. Nobody has been graded.")
    folder = Path(notebooks[0]).parent
    notebooks[:] = [str(folder / f"{assignment}.ipynb")]


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads a submission through our intake; everything else is nbconvert's."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Rebuild a submitted notebook; read our own autograded one as it is."""
        if resources is None or "autograded" in Path(filename).parts[:-2]:
            made = super().from_filename(filename, resources=resources, **kwargs)
        else:
            notebook = _rebuilt(filename, resources)
            made = super().from_notebook_node(notebook, resources, **kwargs)
        text, resources = made
        return text, resources or {}


def _rebuilt(filename: str, resources: dict[str, Any]) -> Any:
    root = settings.find_root()
    assignment = find(resources["nbgrader"]["assignment"], root)
    submission = intake.in_folder(
        Path(filename).parent, resources["nbgrader"]["student"], assignment.slug
    )
    taken = intake.take(submission, assignment, load())
    return nbformat.from_dict(notebook_of(taken, assignment))


class FeedbackExporter(HTMLExporter):  # type: ignore[misc]
    """Writes feedback pages as nbgrader does; their contents list the exercises by name."""

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[str, dict[str, Any]]:
        """Turn an autograded notebook into a page."""
        page, resources = super().from_notebook_node(nb, resources, **kwargs)
        return _ENTRY.sub(r'<a href="#check_\1">\1</a>', page), resources


_ENTRY = re.compile(r'<a href="#check_(\w+)">Test cell</a>')


class Grade(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the place of nbgrader's Execute: grades the submission and fills in its outputs."""

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Grade, then write scores, panels and the students' own printed text into the cells."""
        names = resources["nbgrader"]
        root = settings.find_root()
        desk = desk_for(names["assignment"], root)
        folder = root / "submitted" / names["student"] / names["assignment"]
        submission = intake.in_folder(folder, names["student"], names["assignment"])
        result = desk.grade(submission, _worker_of(desk))
        if any(verdict.outcome == "error" for verdict in result.verdicts):
            fault = next(v.fault for v in result.verdicts if v.outcome == "error")
            self.log.error("Not graded, to be graded again: %s (%s)", names["student"], fault)
            raise AutograderError(f"{names['student']} could not be graded: {fault}")
        fill(nb, result)
        resources[_TO_READ] = is_to_read(result.notes)
        return nb, resources


class SaveGrades(SaveAutoGrades):  # type: ignore[misc]
    """Enters scores as nbgrader does; where a cell should be read, formgrader says so."""

    def _add_score(self, cell: Any, resources: dict[str, Any]) -> None:
        super()._add_score(cell, resources)
        if resources.get(_TO_READ):
            names = (self.notebook_id, self.assignment_id, self.student_id)
            grade = self.gradebook.find_grade(cell.metadata["nbgrader"]["grade_id"], *names)
            grade.needs_manual_grade = True
            self.gradebook.db.commit()


def find_submissions(converter: Any, otherwise: Any = Autograde.init_notebooks) -> None:
    """Find students' folders as nbgrader does, and those that hold a zip but no notebook."""
    course = converter.coursedir
    folders = glob.glob(converter._format_source(course.assignment_id, course.student_id))
    found = {folder: _notebooks_in(Path(folder), course) for folder in folders}
    if not any(found.values()):
        otherwise(converter)  # says what is missing, and stops
    for folder in (folder for folder, notebooks in found.items() if not notebooks):
        converter.log.warning("There is neither a notebook nor a zip in %s", folder)
    converter.assignments = {folder: names for folder, names in found.items() if names}
    converter.notebooks = []


def _notebooks_in(folder: Path, course: Any) -> list[str]:
    """List the notebooks in a folder; a zip, or one that lies deeper, counts as the right one."""
    notebooks = [str(path) for path in folder.glob(f"{course.notebook_id}.ipynb")]
    if not notebooks and intake.in_folder(folder, "", course.assignment_id).path:
        return [str(folder / f"{course.assignment_id}.ipynb")]
    return notebooks


def sweep_unfinished(root: Path) -> None:
    """Remove what a killed run left half-made, so that nbgrader does not skip the student."""
    for notebook in unfinished(root):
        shutil.rmtree(notebook.parent)
