"""Fold results into nbgrader's gradebook: one writer, one transaction a student, nothing twice.

Only what grading decides is written: the automatic score of each grade cell and the autograded
notebook. Manual scores and comments stay. Folding the same results again changes nothing.
"""

import functools
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from autograder import feedback, gradebook, intake
from autograder.assignment import Assignment
from autograder.files import write_atomically
from autograder.profile import load
from autograder.rebuilt import notebook_of
from autograder.results import Result, score
from autograder.suspicion import is_to_read


def fold(assignment: Assignment, results: Sequence[Result]) -> None:
    """Write the results into the gradebook and the autograded/ tree.

    Raises AutograderError if the gradebook stays locked or cannot be written; receipts stay, and
    the next run folds them.
    """
    graded = [r for r in results if all(v.outcome != "error" for v in r.verdicts)]
    gradebook.register(assignment)
    from nbgrader.api import Gradebook

    with Gradebook(gradebook.url(assignment.root)) as book:
        for result in graded:
            _write_notebook(assignment, result)
            gradebook.patiently(functools.partial(_enter, book, result))


def _enter(book: Any, result: Result) -> None:
    """Enter one student's scores, all or none."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        _student(book, result.student)
        submission = _submission(book, result)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                _set(grade, _points(result, grade.name), is_to_read(result.notes))
        book.db.commit()
    except SQLAlchemyError:
        book.db.rollback()
        raise


def _student(book: Any, student: str) -> None:
    book.update_or_create_student(student)


def _submission(book: Any, result: Result) -> Any:
    with book.db.no_autoflush:  # else SQLAlchemy warns of half a submission
        return book.update_or_create_submission(result.assignment, result.student)


def _points(result: Result, cell: str) -> float:
    return sum(score(verdict) for verdict in result.of(cell.removeprefix("check_")))


def _set(grade: Any, points: float, to_read: bool) -> None:
    if grade.auto_score != points:
        grade.auto_score = points
        grade.needs_manual_grade = to_read or grade.manual_score is not None


def _write_notebook(assignment: Assignment, result: Result) -> None:
    folder = assignment.root / "submitted" / result.student / assignment.slug
    submission = intake.in_folder(folder, result.student, assignment.slug)
    notebook = notebook_of(intake.take(submission, assignment, load()), assignment)
    feedback.fill(notebook, result)
    text = nbformat.v4.writes(nbformat.from_dict(notebook)) + "\n"  # it is ours: no validation
    target = _autograded(assignment, result.student)
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        write_atomically(target, text.encode())
        os.chmod(target, 0o444)


def _autograded(assignment: Assignment, student: str) -> Path:
    return assignment.root / "autograded" / student / assignment.slug / f"{assignment.slug}.ipynb"


def unfinished(root: Path) -> list[Path]:
    """List autograded notebooks that a killed run left without a grade."""
    found = []
    for path in (root / "autograded").glob("*/*/*.ipynb"):
        try:
            done = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("thaw_graded")
        except (ValueError, KeyError, OSError):
            done = False
        if not done:
            found.append(path)
    return found
