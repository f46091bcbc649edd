"""What was answered, in one small SQLite file.

Every answer is one transaction, so a crash loses at most the answer in the making, and two quizzes
can write at once. The log of answers is the only truth: schedules and figures are derived from it.
A file that is damaged, or written by a newer version, is set aside with a message, never deleted.
"""

import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from course.quizzes import store
from course.quizzes.attempt import Answer, Asked, Attempt, now
from course.quizzes.errors import QuizError, one_line
from course.quizzes.locks import Claim
from course.quizzes.model import Question


class Logged(NamedTuple):
    """One answer of the past."""

    question: str
    right: bool
    at: str


class History:
    """The learner's answers; use `History.open`."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path | None, notes: Sequence[str]
    ) -> None:
        self._connection = connection
        self._path = path
        self._claim: Claim | None = None
        self.notes = list(notes)

    @classmethod
    def open(cls, path: Path | None = None) -> "History":
        """Open the file, making it if need be; `notes` says what had to be done for that."""
        path = path or store.default_path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return cls._in_memory(path, error)
        notes: list[str] = []
        for _ in range(2):
            try:
                return cls(store.connect(path), path, notes)
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise QuizError(f"{path}: another quiz is writing; try again.") from None
                return cls._in_memory(path, error)
            except (sqlite3.DatabaseError, store.NewerError) as error:
                notes.append(store.set_aside(path, error))
        raise QuizError(f"{path}: cannot be replaced; move it away, or set {store.VARIABLE}.")

    @classmethod
    def _in_memory(cls, path: Path, error: Exception) -> "History":
        reason = getattr(error, "strerror", None) or error
        note = one_line(f"Nothing will be remembered: {path} cannot be written ({reason}).")
        return cls(store.in_memory(), None, [note])

    def begin(self, name: str, title: str, asked: list[Asked]) -> Attempt:
        """Start an attempt and record its plan, so that it can be resumed."""
        attempt = Attempt(os.urandom(6).hex(), name, title, asked, now())
        self._take(attempt.id)
        plan = json.dumps([[a.question.id, a.order] for a in asked])
        row = (attempt.id, name, title, plan, attempt.started)
        self._write("INSERT INTO attempts VALUES (?, ?, ?, ?, ?, NULL)", row)
        return attempt

    def resume(self, name: str, questions: dict[str, Question]) -> Attempt | None:
        """Return the last unfinished attempt that no other process works on, or None."""
        query = "SELECT * FROM attempts WHERE name = ? AND finished IS NULL ORDER BY rowid DESC"
        for id_, _, title, plan, started, _ in self._connection.execute(query, (name,)).fetchall():
            asked = _replay(plan, questions)
            if asked is None or not self._take(id_):
                continue
            attempt = Attempt(id_, name, title, asked, started)
            answers = (
                "SELECT question, choice, is_right, seconds, at FROM answers WHERE attempt = ?"
            )
            for question, choice, right, seconds, at in self._connection.execute(answers, (id_,)):
                attempt.answers[question] = Answer(question, choice, bool(right), seconds, at)
            if not attempt.finished:
                return attempt
            self.finish(attempt)
        return None

    def record(self, attempt: Attempt, answer: Answer) -> None:
        """Write one answer at once; a question has one answer in an attempt."""
        row = (attempt.id, answer.question, answer.choice, answer.right, answer.seconds, answer.at)
        self._write("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)
        if attempt.finished:
            self.finish(attempt)

    def finish(self, attempt: Attempt) -> None:
        """Mark an attempt as done, or as dropped where it is not."""
        self._write("UPDATE attempts SET finished = ? WHERE id = ?", (now(), attempt.id))

    def log(self) -> list[Logged]:
        """Return every answer, oldest first."""
        query = "SELECT question, is_right, at FROM answers ORDER BY at, rowid"
        return [Logged(q, bool(right), at) for q, right, at in self._connection.execute(query)]

    def close(self) -> None:
        """Let go of the file and of the attempt."""
        self._connection.close()
        if self._claim:
            self._claim.release()

    def _take(self, attempt: str) -> bool:
        if self._path is None:
            return True
        if self._claim:
            self._claim.release()
        self._claim = Claim.take(self._path.with_name(self._path.name + ".lock"), attempt)
        return self._claim is not None

    def _write(self, statement: str, row: tuple[object, ...]) -> None:
        try:
            self._connection.execute(statement, row)  # autocommit: one statement, one transaction
        except sqlite3.Error as error:
            raise QuizError(one_line(f"{self._path}: cannot be written: {error}.")) from None


def _replay(plan: str, questions: dict[str, Question]) -> list[Asked] | None:
    """Rebuild the questions asked, or return None where they are no longer what they were."""
    asked = []
    for id_, order in json.loads(plan):
        question = questions.get(id_)
        if question is None or sorted(order) != list(range(len(question.choices))):
            return None
        asked.append(Asked(question, tuple(order)))
    return asked
