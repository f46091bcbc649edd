"""Says in words which questions to mend, and why."""

from collections.abc import Iterator

from autograder.quiz_report.statistics import Figures, ItemFigures, Taken

FEW = 20  # learners; below that only the plainest signs are named
EASY, HARD = 0.95, 0.30
WEAK = 0.10


def caution(figures: Figures) -> str:
    """Return what must be said before any figure is believed, or nothing."""
    if figures.learners >= 30:
        return ""
    return f"Only {figures.learners} learners: take every figure here as a hint, not as a finding."


def advice(one: ItemFigures) -> list[str]:
    """Return a sentence for each reason to look at a question again."""
    return list(_reasons(one))


def _reasons(one: ItemFigures) -> Iterator[str]:
    key = next(t for t in one.taken if t.right) if any(t.right for t in one.taken) else None
    found = one.discrimination
    if found is not None and found < 0:
        yield "Those who do well elsewhere miss it more often: check the key and the wording."
    elif found is not None and found < WEAK and one.asked >= FEW:
        yield "It hardly tells stronger from weaker learners: sharpen it."
    if one.difficulty < HARD:
        yield f"Only {one.difficulty:.0%} are right: teach it better, or ask it more plainly."
    elif one.difficulty > EASY and one.asked >= FEW:
        yield f"{one.difficulty:.0%} are right: it separates nobody; keep it only as a warm-up."
    for taken in one.taken:
        yield from _distractor(taken, key, one)
    if one.asked and one.omitted / one.asked > 0.1:
        yield f"{one.omitted / one.asked:.0%} gave no answer: it may be too long or come too late."


def _distractor(taken: Taken, key: Taken | None, one: ItemFigures) -> Iterator[str]:
    if taken.right:
        return
    if key and taken.times > key.times:
        yield f"Choice {taken.letter} is taken more often than the key: teach against it."
    if taken.discrimination is not None and taken.discrimination > WEAK and taken.times >= 3:
        yield f"Choice {taken.letter} attracts the stronger learners: is it right in some sense?"
    if taken.times == 0 and one.asked >= FEW:
        yield f"Nobody takes choice {taken.letter}: make it more plausible."
