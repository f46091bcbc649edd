"""nbgrader's gradebook: make sure that an assignment is in it, and read what it says."""

import tempfile
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.errors import AutograderError
from autograder.release import generate, write_source


def register(assignment: Assignment) -> None:
    """Enter the assignment into the course's gradebook, if it is not there in its current form.

    Goes through nbgrader's own generate_assignment; the release it makes is thrown away.
    """
    root = assignment.root
    write_source(assignment, root / "source")
    with tempfile.TemporaryDirectory(prefix="thaw-register-") as folder:
        generate(assignment.slug, root, folder)


def url(root: Path) -> str:
    """Return the address of the gradebook of the course in `root`."""
    return f"sqlite:///{root / 'gradebook.db'}"


def scores(root: Path, slug: str) -> dict[str, dict[str, float]]:
    """Read from the gradebook: student → grade cell → score.

    Raises AutograderError if the assignment is not in it.
    """
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(url(root)) as book:
        try:
            submissions: list[Any] = list(book.assignment_submissions(slug))
        except MissingEntry as error:
            raise AutograderError(f"{slug} is not in {root / 'gradebook.db'}.") from error
        return {s.student.id: _grades(s) for s in submissions}


def _grades(submission: Any) -> dict[str, float]:
    return {
        grade.name: grade.score for notebook in submission.notebooks for grade in notebook.grades
    }
