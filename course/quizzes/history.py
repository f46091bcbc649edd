"""What was answered, in one small SQLite file.

Every answer is one transaction, so a crash loses at most the answer in the making, and two quizzes
can write at once. The log of answers is the only truth: schedules and figures are derived from it.
A file that is damaged, or written by a newer version, is set aside with a message, never deleted.
"""

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from course.quizzes.attempt import Answer, Asked, Attempt, now
from course.quizzes.errors import QuizError, one_line
from course.quizzes.locks import Claim
from course.quizzes.model import Question

VARIABLE = "COURSE_QUIZ_HISTORY"
VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS attempts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, plan TEXT NOT NULL,
    started TEXT NOT NULL, finished TEXT);
CREATE TABLE IF NOT EXISTS answers (
    attempt TEXT NOT NULL REFERENCES attempts (id), question TEXT NOT NULL,
    choice INTEGER NOT NULL, is_right INTEGER NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (attempt, question));
"""


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
        path = path or default_path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return cls._in_memory(path, error)
        notes: list[str] = []
        for _ in range(2):
            try:
                return cls(_connect(path), path, notes)
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise QuizError(f"{path}: another quiz is writing; try again.") from None
                return cls._in_memory(path, error)
            except (sqlite3.DatabaseError, _NewerError) as error:
                notes.append(_set_aside(path, error))
        raise QuizError(f"{path}: cannot be replaced; move it away, or set {VARIABLE}.")

    @classmethod
    def _in_memory(cls, path: Path, error: Exception) -> "History":
        reason = getattr(error, "strerror", None) or error
        note = one_line(f"Nothing will be remembered: {path} cannot be written ({reason}).")
        return cls(_prepare(sqlite3.connect(":memory:", isolation_level=None)), None, [note])

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


class _NewerError(Exception):
    """The file was written by a later version of the course."""


def default_path() -> Path:
    """Return where the history lives: the variable's path, else the user's data folder."""
    if override := os.environ.get(VARIABLE):
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_data_dir("thaw-course", appauthor=False)) / "quiz.sqlite3"


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        return _prepare(connection)
    except BaseException:
        connection.close()
        raise


def _prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise _NewerError(f"it has version {version}, this course reads {VERSION}")
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    connection.execute("PRAGMA synchronous = FULL")
    with closing(connection.cursor()) as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        for statement in _SCHEMA.split(";"):
            cursor.execute(statement)
        cursor.execute(f"PRAGMA user_version = {VERSION}")
        cursor.execute("COMMIT")
    for query in (
        "SELECT id, name, title, plan, started, finished FROM attempts LIMIT 0",
        "SELECT attempt, question, choice, is_right, seconds, at FROM answers LIMIT 0",
    ):
        try:
            connection.execute(query)
        except sqlite3.OperationalError as error:
            raise sqlite3.DatabaseError(str(error)) from None
    return connection


def _set_aside(path: Path, error: Exception) -> str:
    """Move the file, and what SQLite keeps beside it, to a name of its own."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kind = "newer" if isinstance(error, _NewerError) else "damaged"
    aside = path.with_name(f"{path.name}.{kind}-{stamp}-{os.urandom(2).hex()}")
    for suffix in ("", "-journal", "-wal", "-shm"):
        source = path.with_name(path.name + suffix)
        if source.exists() or source.is_symlink():
            try:
                source.rename(aside.with_name(aside.name + suffix))
            except FileNotFoundError:
                continue  # another quiz was quicker
            except OSError as fault:
                raise QuizError(
                    one_line(f"{path}: cannot be set aside: {fault.strerror}.")
                ) from None
    reason = one_line(str(error), 120)
    return f"Your quiz history was {kind} ({reason}): it is kept as {aside.name}; a new one begins."


def _replay(plan: str, questions: dict[str, Question]) -> list[Asked] | None:
    """Rebuild the questions asked, or return None where they are no longer what they were."""
    asked = []
    for id_, order in json.loads(plan):
        question = questions.get(id_)
        if question is None or sorted(order) != list(range(len(question.choices))):
            return None
        asked.append(Asked(question, tuple(order)))
    return asked
