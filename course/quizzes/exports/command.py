"""`course quiz export`: picks the questions and the writer, and writes the file in one piece."""

import argparse
import importlib
import os
import sys
from pathlib import Path

from course.quizzes.errors import QuizError, one_line
from course.quizzes.selection import select

SUFFIXES = {
    "moodle": ".xml",
    "gift": ".gift",
    "qti12": "-qti12.zip",
    "qti21": "-qti21.zip",
    "canvas-csv": ".csv",
    "json": ".json",
    "markdown": ".md",
    "anki": ".apkg",
}


def run(options: argparse.Namespace) -> int:
    """Write the questions that were named; `-o -` writes to standard output."""
    chosen = select(options)
    data = export(options.format, chosen.title, chosen.questions)
    if options.output == Path("-"):
        sys.stdout.buffer.write(data)
        return 0
    name = chosen.name.replace(":", "-")
    path = options.output or Path(f"quiz-{name}{SUFFIXES[options.format]}")
    save(path, data)
    print(f"{path}: {len(chosen.questions)} questions, {options.format}.")
    return 0


def export(format_: str, title: str, questions: tuple[object, ...]) -> bytes:
    """Return the questions in a format, or say which extra its library comes with."""
    name = f"course.quizzes.exports.{format_.replace('-', '_')}"
    try:
        data: bytes = importlib.import_module(name).write(title, questions)
    except ModuleNotFoundError as error:
        need = f"the format {format_} needs {error.name}"
        raise QuizError(f"{need}; install it with: pip install 'thaw-course[quiz]'.") from None
    return data


def save(path: Path, data: bytes) -> None:
    """Write beside the file and rename, so that nothing half-written is left."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise QuizError(one_line(f"{path}: cannot be written: {error.strerror}.")) from None
