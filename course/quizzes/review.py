"""Spaced repetition: which questions are due, by the FSRS scheduler over the log of answers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from course.quizzes.errors import QuizError
from course.quizzes.history import Logged


class Due(NamedTuple):
    """When a question should be asked again, and whether it was missed the last time."""

    question: str
    due: datetime
    missed: bool


def schedule(log: Iterable[Logged]) -> list[Due]:
    """Replay the answers, oldest first: a right one counts as Good, a wrong one as Again.

    The log is the only state, so two quizzes at once cannot overwrite each other's schedule.
    """
    try:
        from fsrs import Card, Rating, Scheduler
    except ModuleNotFoundError:
        raise QuizError("Reviewing needs fsrs; install it with: pip install fsrs.") from None

    scheduler = Scheduler(enable_fuzzing=False)
    cards: dict[str, Card] = {}
    missed: dict[str, bool] = {}
    for number, answer in enumerate(log, 1):
        card = cards.get(answer.question) or Card(card_id=number)
        rating = Rating.Good if answer.right else Rating.Again
        when = datetime.fromisoformat(answer.at)
        cards[answer.question], _ = scheduler.review_card(card, rating, review_datetime=when)
        missed[answer.question] = not answer.right
    return [Due(question, card.due, missed[question]) for question, card in cards.items()]


def due_now(
    log: Iterable[Logged], now: datetime, known: Iterable[str], most: int = 20
) -> list[str]:
    """Return the questions to review: those missed the last time, then the longest overdue."""
    names = set(known)
    ready = [d for d in schedule(log) if d.question in names and (d.missed or d.due <= now)]
    ready.sort(key=lambda d: (not d.missed, d.due))
    return [d.question for d in ready[:most]]


def next_due(log: Sequence[Logged]) -> datetime | None:
    """Return when the next question falls due, or None where nothing was answered yet."""
    return min((d.due for d in schedule(log)), default=None)
