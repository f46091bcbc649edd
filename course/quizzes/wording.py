"""What the quiz says, in the same words on the screen and in plain mode."""

from course.quizzes.attempt import Answer, Asked, Attempt, Mark, by_objective
from course.quizzes.catalogue import Bank
from course.quizzes.model import LETTERS

SIGNS = {True: "✓", False: "✗"}


def heading(attempt: Attempt) -> str:
    """Return what stands above a question: the title, its number, how it has gone so far."""
    given = attempt.answers
    done = "".join(
        SIGNS[given[a.question.id].right] if a.question.id in given else "·" for a in attempt.asked
    )
    number = f"question {attempt.position + 1} of {len(attempt.asked)}"
    return f"{attempt.title}   {number}   {done}"


def keys(asked: Asked) -> str:
    """Return what may be pressed."""
    last = LETTERS[len(asked.order) - 1]
    return f"Press A to {last}, or move with ↑ ↓ and take with Enter."


def verdict(asked: Asked, answer: Answer) -> str:
    """Return the first line after an answer."""
    if answer.right:
        return "Right."
    return f"Not quite: the right answer is {LETTERS[asked.order.index(asked.question.key)]}."


def note(asked: Asked, position: int, answer: Answer) -> str:
    """Return what stands beside a choice after the answer, in words: no colour is needed."""
    mine = asked.order[position] == answer.choice
    right = asked.choices[position].right
    if mine:
        return "your answer, right" if right else "your answer, wrong"
    return "the right answer" if right else "wrong"


def score(attempt: Attempt) -> str:
    """Return the score in words."""
    return f"{attempt.score} of {len(attempt.answers)} right."


def marks(attempt: Attempt, bank: Bank, bars: bool = True) -> list[str]:
    """Return a line per objective, weakest first; a screen reader is spared the bars."""
    found = by_objective(attempt, bank.objectives)
    if not bars:
        return [f"{m.objective.text}: {m.right} of {m.of}" for m in found]
    width = max((len(mark.objective.text) for mark in found), default=0)
    return [f"{m.objective.text:<{width}}  {bar(m)}  {m.right} of {m.of}" for m in found]


def bar(mark: Mark, width: int = 10) -> str:
    """Return the share of right answers as a bar of that many characters."""
    full = round(width * mark.right / mark.of)
    return "█" * full + "░" * (width - full)


def reading(attempt: Attempt, bank: Bank) -> list[str]:
    """Return which lesson sections to read again, for the objectives that were missed."""
    weak = [m.objective for m in by_objective(attempt, bank.objectives) if m.right < m.of]
    places = dict.fromkeys(f"Lesson {o.lesson}, section “{o.section}”" for o in weak)
    return list(places)
