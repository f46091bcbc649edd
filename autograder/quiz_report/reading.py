"""Reads responses: JSON results of `course quiz`, Moodle's and Canvas's exports."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.quiz_report import canvas, moodle
from autograder.quiz_report.items import Item, Response, Sheet, Sitting, item, merge
from course.quizzes.catalogue import Bank
from course.quizzes.errors import QuizError, one_line
from course.quizzes.model import LETTERS, Question
from course.quizzes.reading import decode, read_bytes
from course.quizzes.results import FORMAT

LARGEST = 200_000_000


def read(paths: Sequence[Path], bank: Bank, own: Sequence[Question], last: bool) -> Sheet:
    """Read files and folders; `own` holds questions that are not the course's."""
    files = [file for path in paths for file in _files(path)]
    questions = [*own, *bank.by_id.values()]
    sheet = merge([_read(file, questions, bank) for file in files], last)
    if not any(sitting.responses for sitting in sheet.sittings):
        raise QuizError(
            "There is no response in these files; give the results of at least one learner."
        )
    return sheet


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in (".json", ".csv"))
    if not found:
        raise QuizError(one_line(f"{path}: holds no .json or .csv file."))
    return found


def _read(path: Path, questions: Sequence[Question], bank: Bank) -> Sheet:
    text = decode(read_bytes(path, LARGEST), path)
    if path.suffix.lower() == ".json" or text.lstrip()[:1] in ("{", "["):
        return _json(text, path, questions, bank)
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise QuizError(one_line(f"{path}: is not CSV: {error}; export it anew.")) from None
    header = rows[0] if rows else []
    for kind in (moodle, canvas):
        if kind.recognise(header):
            sheet: Sheet = kind.read(rows, questions, bank.misconceptions)
            return sheet
    wanted = "export Moodle's Responses report or Canvas's Student Analysis"
    raise QuizError(one_line(f"{path}: has no columns of answers; {wanted} as CSV."))


def _json(text: str, path: Path, questions: Sequence[Question], bank: Bank) -> Sheet:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise QuizError(one_line(f"{path}: is not JSON: {error}; write it anew.")) from None
    documents = loaded if isinstance(loaded, list) else [loaded]
    known = {question.id: question for question in questions}
    items: dict[str, Item] = {}
    sittings = []
    for number, document in enumerate(documents, 1):
        place = f"{path}: result {number}"
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise QuizError(
                one_line(f"{place}: is no quiz result; make it with: course quiz --json.")
            )
        learner = str(document.get("learner") or (path.stem if len(documents) == 1 else number))
        responses: dict[str, Response] = {}
        for name, response in _answers(document, known, place):
            items.setdefault(name, item(known[name], bank.misconceptions))
            responses[name] = response
        sittings.append(Sitting(learner, str(document.get("started", "")), responses))
    return Sheet(items, sittings)


def _answers(
    document: dict[str, Any], known: dict[str, Question], place: str
) -> Iterator[tuple[str, Response]]:
    """Yield each response; whether it is right is looked up and not believed."""
    rows = document.get("answers")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise QuizError(one_line(f"{place}: has no list of answers; write it anew."))
    for row in rows:
        name, letter = str(row.get("question")), str(row.get("choice") or "")
        if name not in known:
            mend = "give its set with --questions"
            raise QuizError(one_line(f'{place}: no question "{name}" is known; {mend}.'))
        choices = LETTERS[: len(known[name].choices)]
        if letter and not re.fullmatch(f"[{choices}]", letter):
            raise QuizError(one_line(f'{place}: "{letter}" is no choice of "{name}"; mend it.'))
        yield name, Response(letter, bool(letter) and letter == LETTERS[known[name].key])
