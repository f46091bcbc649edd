"""Moodle's Responses report as CSV: Response 1, Right answer 1, Question 1, and so on.

https://docs.moodle.org/en/Quiz_responses_report
"""

import re
from collections.abc import Sequence

from autograder.quiz_report import matching
from autograder.quiz_report.items import Item, Response, Sheet, Sitting, item
from course.quizzes.model import Question

_COLUMN = re.compile(r"(Question|Response|Right answer) (\d{1,3})\Z")
_WHO = ("Email address", "Username", "ID number")
_WHEN = ("Started on", "Started")
NONE = ("", "-")


def recognise(header: Sequence[str]) -> bool:
    """Tell whether these are the columns of the report."""
    return any(name.startswith("Response ") and _COLUMN.match(name) for name in header)


def read(
    rows: Sequence[Sequence[str]],
    questions: Sequence[Question],
    misconceptions: dict[str, str],
) -> Sheet:
    """Return the finished attempts; a question that is not the course's is taken as it comes."""
    header = list(rows[0])
    body = [row for row in rows[1:] if _finished(header, row)]
    columns = {(m[1], int(m[2])): i for i, name in enumerate(header) if (m := _COLUMN.match(name))}
    numbers = sorted({number for kind, number in columns if kind == "Response"})
    items: dict[str, Item] = {}
    answers: list[dict[str, Response]] = [{} for _ in body]
    for number in numbers:
        texts = _cells(body, columns.get(("Question", number)))
        given = [a.strip() for a in _cells(body, columns[("Response", number)])]
        rights = [a.strip() for a in _cells(body, columns.get(("Right answer", number)))]
        one = _item(number, texts, given, rights, questions, misconceptions)
        items[one.id] = one
        for sheet, answer in zip(answers, given, strict=True):
            letter = "" if answer in NONE else matching.letter_of(one, answer)
            right = any(o.right and o.letter == letter for o in one.options)
            sheet[one.id] = Response(letter, right)
    who = [_first(header, row, _WHO) or " ".join(row[:2]) for row in body]
    when = [_first(header, row, _WHEN) for row in body]
    return Sheet(items, [Sitting(*each) for each in zip(who, when, answers, strict=True)])


def _item(
    number: int,
    texts: Sequence[str],
    given: Sequence[str],
    rights: Sequence[str],
    questions: Sequence[Question],
    misconceptions: dict[str, str],
) -> Item:
    text = next((t for t in texts if t), "")
    answers = {answer for answer in given if answer not in NONE}
    right = next((r for r in rights if r), "")
    found = matching.find(questions, text, answers, right)
    if found:
        return item(found, misconceptions)
    keys = {r for r in rights if r}
    return matching.unknown(f"question-{number}", text, sorted(answers), keys)


def _finished(header: Sequence[str], row: Sequence[str]) -> bool:
    """Leave out attempts in progress, and the line of averages at the end."""
    if len(row) < len(header) or row[0].startswith("Overall average"):
        return False
    state = _first(header, row, ("State", "Status"))
    return state.lower() in ("", "finished")


def _first(header: Sequence[str], row: Sequence[str], names: Sequence[str]) -> str:
    return next(
        (row[header.index(n)].strip() for n in names if n in header and row[header.index(n)]), ""
    )


def _cells(body: Sequence[Sequence[str]], column: int | None) -> list[str]:
    return [row[column] for row in body] if column is not None else []
