"""Canvas's Student Analysis report as CSV: each question's column is followed by its points.

https://community.canvaslms.com/docs/DOC-10351 (Student Analysis of a classic quiz)
"""

import re
from collections.abc import Sequence

from autograder.quiz_report import matching
from autograder.quiz_report.items import Item, Response, Sheet, Sitting, item
from course.quizzes.model import Question

_COLUMN = re.compile(r"(?P<id>\d+): (?P<text>.*)", re.DOTALL)


def recognise(header: Sequence[str]) -> bool:
    """Tell whether these are the columns of the report."""
    return "n correct" in header and any(_COLUMN.match(name) for name in header)


def read(
    rows: Sequence[Sequence[str]],
    questions: Sequence[Question],
    misconceptions: dict[str, str],
) -> Sheet:
    """Return the attempts; a question that is not the course's is taken as it comes."""
    header = list(rows[0])
    body = [row for row in rows[1:] if len(row) == len(header)]
    items: dict[str, Item] = {}
    answers: list[dict[str, Response]] = [{} for _ in body]
    for column, name in enumerate(header[:-1]):
        match = _COLUMN.match(name)
        if not match:
            continue
        given = [row[column].strip() for row in body]
        full = _number(header[column + 1])
        points = [full > 0 and _number(row[column + 1]) >= full for row in body]
        one = _item(match["id"], match["text"], given, points, questions, misconceptions)
        items[one.id] = one
        for sheet, answer, right in zip(answers, given, points, strict=True):
            sheet[one.id] = Response(matching.letter_of(one, answer) if answer else "", right)
    who = [_cell(header, row, "sis_id") or _cell(header, row, "id") or row[0] for row in body]
    when = [_cell(header, row, "submitted") for row in body]
    return Sheet(items, [Sitting(*each) for each in zip(who, when, answers, strict=True)])


def _item(
    number: str,
    text: str,
    given: Sequence[str],
    points: Sequence[bool],
    questions: Sequence[Question],
    misconceptions: dict[str, str],
) -> Item:
    answers = {answer for answer in given if answer}
    keys = {answer for answer, right in zip(given, points, strict=True) if right and answer}
    right = next(iter(keys)) if len(keys) == 1 else ""
    found = matching.find(questions, text, answers, right)
    if found:
        return item(found, misconceptions)
    return matching.unknown(f"question-{number}", text, sorted(answers), keys)


def _cell(header: Sequence[str], row: Sequence[str], name: str) -> str:
    return row[header.index(name)].strip() if name in header else ""


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
