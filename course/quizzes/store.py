"""The file behind the history: where it is, its tables, and what happens to an unfit one."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from course.quizzes.errors import QuizError, one_line

VARIABLE = "COURSE_QUIZ_HISTORY"
VERSION = 1
COLUMNS = {
    "attempts": "id, name, title, plan, started, finished",
    "answers": "attempt, question, choice, is_right, seconds, at",
}
_SCHEMA = """
CREATE TABLE attempts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, plan TEXT NOT NULL,
    started TEXT NOT NULL, finished TEXT);
CREATE TABLE answers (
    attempt TEXT NOT NULL REFERENCES attempts (id), question TEXT NOT NULL,
    choice INTEGER NOT NULL, is_right INTEGER NOT NULL, seconds REAL NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (attempt, question));
"""


class NewerError(Exception):
    """The file was written by a later version of the course."""


def default_path() -> Path:
    """Return where the history lives: the variable's path, else the user's data folder."""
    if override := os.environ.get(VARIABLE):
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_data_dir("thaw-course", appauthor=False)) / "quiz.sqlite3"


def connect(path: Path) -> sqlite3.Connection:
    """Open and check the file, making its tables if need be; `sqlite3.Error` or `NewerError`."""
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        return _prepare(connection)
    except BaseException:
        connection.close()
        raise


def in_memory() -> sqlite3.Connection:
    """Return a history that lasts as long as the process."""
    return _prepare(sqlite3.connect(":memory:", isolation_level=None))


def _prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Check the file before anything is written to it, and make the tables of a new one."""
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("BEGIN IMMEDIATE")  # nobody else makes the tables meanwhile
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise NewerError(f"it has version {version}, this course reads {VERSION}")
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise sqlite3.DatabaseError(verdict)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version == 0 and tables == 0:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    _check_columns(connection)
    connection.execute("COMMIT")
    return connection


def _check_columns(connection: sqlite3.Connection) -> None:
    for table, columns in COLUMNS.items():
        try:
            connection.execute(f"SELECT {columns} FROM {table} LIMIT 0")
        except sqlite3.OperationalError as error:
            raise sqlite3.DatabaseError(str(error)) from None


def set_aside(path: Path, error: Exception) -> str:
    """Move the file, and what SQLite keeps beside it, to a name of its own."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    kind = "newer" if isinstance(error, NewerError) else "damaged"
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
