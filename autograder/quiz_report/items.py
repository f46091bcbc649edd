"""Questions and responses in the one shape that the figures are computed from."""

from typing import NamedTuple

from course.quizzes.markup import bare
from course.quizzes.model import LETTERS, Question


class Option(NamedTuple):
    """A choice of an item."""

    letter: str
    text: str
    right: bool
    misconception: str = ""


class Item(NamedTuple):
    """A question as it was asked."""

    id: str
    text: str
    options: tuple[Option, ...]


class Response(NamedTuple):
    """What a learner did with an item; `letter` is "" where nothing was chosen."""

    letter: str
    right: bool


class Sitting(NamedTuple):
    """One learner's attempt: responses by item id."""

    learner: str
    when: str
    responses: dict[str, Response]


class Sheet(NamedTuple):
    """Everything that was read: items in the order of asking, an attempt for each learner."""

    items: dict[str, Item]
    sittings: list[Sitting]


def item(question: Question, misconceptions: dict[str, str]) -> Item:
    """Return a question of the course as an item, misconceptions in words."""
    options = tuple(
        Option(letter, bare(c.text), c.right, misconceptions.get(c.misconception, ""))
        for letter, c in zip(LETTERS, question.choices, strict=False)
    )
    return Item(question.id, bare(question.text), options)


def merge(sheets: list[Sheet], last: bool = False) -> Sheet:
    """Join what several files hold, and keep each learner's first (or last) attempt at an item."""
    items: dict[str, Item] = {}
    by_learner: dict[str, list[Sitting]] = {}
    for sheet in sheets:
        items |= {name: one for name, one in sheet.items.items() if name not in items}
        for sitting in sheet.sittings:
            by_learner.setdefault(sitting.learner, []).append(sitting)
    merged = []
    for learner, sittings in by_learner.items():
        ordered = sorted(sittings, key=lambda sitting: sitting.when, reverse=not last)
        responses: dict[str, Response] = {}
        for sitting in ordered:
            responses |= sitting.responses
        merged.append(Sitting(learner, ordered[-1].when, responses))
    return Sheet(items, merged)
