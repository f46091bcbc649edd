"""Finds which of the course's questions a column of an LMS export is about."""

from collections.abc import Collection, Sequence

from autograder.quiz_report.items import Item, Option
from course.quizzes.markup import bare
from course.quizzes.model import LETTERS, Question


def normal(text: str) -> str:
    """Return text as exports flatten it: no markup, single spaces, no case."""
    return " ".join(bare(text).split()).casefold()


def flat(text: str) -> str:
    """Return text without any spaces, for comparing code that lost its lines."""
    return "".join(text.split()).casefold()


def find(
    questions: Sequence[Question], text: str, answers: Collection[str], right: str = ""
) -> Question | None:
    """Return the one question that text (where there is any) and answers fit, or None."""
    fitting = [q for q in questions if _fits(q, answers, right)]
    if text:
        worded = [q for q in fitting if flat(text).startswith(flat(bare(q.text)))]
        coded = [q for q in worded if q.code and flat(q.code) in flat(text)]
        fitting = coded or [q for q in worded if not q.code] or worded
    return fitting[0] if len(fitting) == 1 else None


def letter_of(item: Item, answer: str) -> str:
    """Return the letter of the choice with this text, or "" where there is none."""
    wanted = normal(answer)
    return next((o.letter for o in item.options if normal(o.text) == wanted), "")


def unknown(name: str, text: str, answers: Sequence[str], right: Collection[str]) -> Item:
    """Make an item of a question that the course does not know, from the answers seen."""
    seen = list(dict.fromkeys(a for a in (*right, *answers) if a))[: len(LETTERS)]
    options = tuple(
        Option(letter, answer, answer in right)
        for letter, answer in zip(LETTERS, seen, strict=False)
    )
    return Item(name, text or name, options)


def _fits(question: Question, answers: Collection[str], right: str) -> bool:
    choices = [normal(choice.text) for choice in question.choices]
    if right and normal(right) != choices[question.key]:
        return False
    return all(normal(answer) in choices for answer in answers)
