"""nbgrader's gradebook: make sure that an assignment is in it, and read what it says."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment
from autograder.errors import AutograderError, ReleaseError
from autograder.release import generate, write_source

_PATIENCE = 60.0  # seconds to wait for a gradebook that another program holds
_STATES = (  # in SQLite's words
    "database is locked", "database table is locked", "readonly database",
    "unable to open database file", "disk is full",
)  # fmt: skip


def register(assignment: Assignment) -> None:
    """Enter the assignment into the course's gradebook, if it is not there in its current form.

    Goes through nbgrader's own generate_assignment; the release it makes is thrown away. Raises
    AutograderError if the gradebook stays locked or cannot be written.
    """
    root = assignment.root
    write_source(assignment, root / "source")
    with tempfile.TemporaryDirectory(prefix="thaw-register-") as folder:
        patiently(lambda: generate(assignment.slug, root, folder))


def patiently(action: Callable[[], None]) -> None:
    """Do it; where the gradebook is locked, wait and do it again.

    Raises AutograderError if it stays locked or cannot be written.
    """
    from sqlalchemy.exc import OperationalError

    end = time.monotonic() + _PATIENCE
    while True:
        try:
            action()
            return
        except (OperationalError, ReleaseError) as error:
            why = _fault(error)
            if why is None:
                raise
            if "locked" not in why or time.monotonic() > end:
                raise AutograderError(
                    f"The gradebook cannot be written ({why}). The receipts are safe: make "
                    "gradebook.db writable, close what holds it, and run the command again."
                ) from error
            time.sleep(0.5)


def _fault(error: Exception) -> str | None:
    """Say what is wrong with the gradebook; None if the error is about something else.

    nbgrader's converters put the database's own words into a message of theirs.
    """
    if isinstance(error, ReleaseError):
        return next((state for state in _STATES if state in str(error)), None)
    return str(getattr(error, "orig", error))


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
