"""`course quiz import`: reads a file of another format and writes a question set."""

import argparse
import importlib
import sys
from pathlib import Path

from course.quizzes import duplicates
from course.quizzes.catalogue import bank
from course.quizzes.errors import QuestionError, QuizError, at, one_line
from course.quizzes.exports.command import save
from course.quizzes.imports import Found
from course.quizzes.imports.drafts import distinct
from course.quizzes.imports.toml import dumps
from course.quizzes.load import MOST, build
from course.quizzes.model import QuestionSet
from course.quizzes.reading import decode, read_bytes

KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".gift": "gift",
    ".txt": "gift",
    ".xml": "moodle",
}


def run(options: argparse.Namespace) -> int:
    """Import a file; without `--output` the set is printed."""
    found, questions = bring(options.file, options.format)
    _refuse_known(questions, options.file)
    text = dumps(found, options.file.stem)
    if options.output is None:
        if found.images:
            raise QuizError(one_line(f"{options.file}: has pictures; name a file with -o."))
        print(text, end="")
        return 0
    folder = options.output.parent / "images"
    for name, data in found.images.items():
        folder.mkdir(parents=True, exist_ok=True)
        save(folder / name, data)
    save(options.output, text.encode())
    done = f"{options.output}: {len(questions.questions)} questions"
    print(f"{done}; see what is left to do: course quiz --lint {options.output}", file=sys.stderr)
    return 0


def bring(path: Path, kind: str | None = None) -> tuple[Found, QuestionSet]:
    """Read and check a file; `QuestionError` says in one line what is wrong with it."""
    kind = kind or KINDS.get(path.suffix.lower())
    if kind is None:
        raise QuestionError(one_line(f"{path}: is of no known kind; say which with --format."))
    return parse(decode(read_bytes(path), path), path, kind)


def parse(text: str, path: Path, kind: str) -> tuple[Found, QuestionSet]:
    """Turn text of a kind into questions that obey the rules of a question set."""
    found: Found = importlib.import_module(f"course.quizzes.imports.{kind}").read(text, path)
    if not found.questions:
        raise at(path, "top level", "holds no questions", "check that the format is the right one")
    if len(found.questions) > MOST:
        raise at(path, "top level", f"holds more than {MOST} questions", "split the file")
    distinct(found.questions)
    return found, build({"questions": found.questions}, path, found.images)


def _refuse_known(questions: QuestionSet, path: Path) -> None:
    """Refuse a question that the course has already, naming both places."""
    known = [
        duplicates.Placed(question, f'question "{question.id}" of the set {one.name}')
        for one in bank().sets
        for question in one.questions
    ]
    for number, question in enumerate(questions.questions, 1):
        placed = duplicates.Placed(question, f'question {number} ("{question.id}")')
        for other in known:
            if duplicates.same(other, placed):
                both = f"{placed.place} and {other.place}"
                raise at(path, both, "ask the same question", "remove it from the file")
