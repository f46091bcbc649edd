"""One go at a list of questions: what is asked in which order, what was answered, the score."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from course.quizzes.model import Choice, Objective, Question


class Asked(NamedTuple):
    """A question as it is shown: `order` lists the author's choices in the order on screen."""

    question: Question
    order: tuple[int, ...]

    @property
    def choices(self) -> list[Choice]:
        """Return the choices in the order on screen."""
        return [self.question.choices[i] for i in self.order]


class Answer(NamedTuple):
    """What was chosen, as an index into the author's choices."""

    question: str
    choice: int
    right: bool
    seconds: float
    at: str


class Attempt:
    """A quiz in progress; `answers` is in the order in which they were given."""

    def __init__(self, id_: str, name: str, title: str, asked: list[Asked], started: str) -> None:
        self.id = id_
        self.name = name
        self.title = title
        self.asked = asked
        self.started = started
        self.answers: dict[str, Answer] = {}

    @property
    def position(self) -> int:
        """Return the index of the first question without an answer, or the number of questions."""
        open_ones = (i for i, a in enumerate(self.asked) if a.question.id not in self.answers)
        return next(open_ones, len(self.asked))

    @property
    def finished(self) -> bool:
        """Tell whether every question has been answered."""
        return self.position == len(self.asked)

    @property
    def score(self) -> int:
        """Return the number of right answers."""
        return sum(answer.right for answer in self.answers.values())

    def answer(self, asked: Asked, shown: int, seconds: float) -> Answer:
        """Record the choice at position `shown` on screen; a second answer changes nothing."""
        choice = asked.order[shown]
        right = asked.question.choices[choice].right
        given = Answer(asked.question.id, choice, right, round(seconds, 1), now())
        return self.answers.setdefault(asked.question.id, given)


def plan(questions: Sequence[Question], shuffle: bool, seed: int | None = None) -> list[Asked]:
    """Decide the order of the choices; that of the questions is the author's."""
    orders = [list(range(len(question.choices))) for question in questions]
    if shuffle:
        import random  # here, because it is slow to import and a pipe needs none

        dice = random.Random(seed)
        for order in orders:
            dice.shuffle(order)
    return [Asked(q, tuple(order)) for q, order in zip(questions, orders, strict=True)]


class Mark(NamedTuple):
    """How an objective went."""

    objective: Objective
    right: int
    of: int


def by_objective(attempt: Attempt, objectives: dict[str, Objective]) -> list[Mark]:
    """Return right answers per objective, weakest first."""
    marks = []
    for name, objective in objectives.items():
        ids = [a.question.id for a in attempt.asked if a.question.objective == name]
        answers = [attempt.answers[i] for i in ids if i in attempt.answers]
        if answers:
            marks.append(Mark(objective, sum(a.right for a in answers), len(answers)))
    return sorted(marks, key=lambda mark: mark.right / mark.of)


def now() -> str:
    """Return the time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
