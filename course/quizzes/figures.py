"""How a learner has been doing, over the whole history."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from course.quizzes import review
from course.quizzes.attempt import Mark
from course.quizzes.catalogue import Bank
from course.quizzes.history import History, Logged
from course.quizzes.wording import bar


class Figures:
    """Answers, right answers per objective, and what is due."""

    def __init__(self, log: list[Logged], bank: Bank) -> None:
        self.log = log
        self.right = sum(entry.right for entry in log)
        self.seen = len({entry.question for entry in log} & set(bank.by_id))
        self.known = len(bank.by_id)
        self.due = len(review.due_now(log, datetime.now(UTC), bank.by_id, most=len(bank.by_id)))
        self.marks = _marks(log, bank)

    def lines(self) -> Iterator[str]:
        """Yield what a person reads."""
        if not self.log:
            yield "No answers yet: begin with `course quiz`."
            return
        share = self.right / len(self.log)
        since = self.log[0].at[:10]
        yield f"{len(self.log)} answers since {since}, {self.right} right ({share:.0%})."
        due = "nothing due" if not self.due else f"{self.due} due: `course quiz --review`"
        yield f"{self.seen} of {self.known} questions seen; {due}."
        width = max((len(mark.objective.text) for mark in self.marks), default=0)
        for m in self.marks:
            yield f"  {m.objective.text:<{width}}  {bar(m)}  {m.right:>3} of {m.of}"

    def as_json(self) -> dict[str, object]:
        """Return what a script reads."""
        rows = [{"objective": m.objective.id, "right": m.right, "of": m.of} for m in self.marks]
        totals = {"answers": len(self.log), "right": self.right, "seen": self.seen, "due": self.due}
        return {**totals, "objectives": rows}


def read(path: Path | None, bank: Bank) -> tuple[History, Figures]:
    """Return the figures of a history, and the history for its notes, closed."""
    history = History.open(path)
    try:
        return history, Figures(history.log(), bank)
    finally:
        history.close()


def _marks(log: list[Logged], bank: Bank) -> list[Mark]:
    """Return right answers per objective, weakest first."""
    tally: dict[str, list[bool]] = {}
    for entry in log:
        question = bank.by_id.get(entry.question)
        if question and question.objective in bank.objectives:
            tally.setdefault(question.objective, []).append(entry.right)
    marks = [Mark(bank.objectives[name], sum(hits), len(hits)) for name, hits in tally.items()]
    return sorted(marks, key=lambda mark: mark.right / mark.of)
