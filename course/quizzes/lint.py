"""Finds what makes questions poor: `course quiz --lint [FILE...]`, for authors.

The loader refuses what is broken; this looks for what is lame: no feedback, unknown tags, keys that
sit in one place, right answers that give themselves away by their length.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from course.quizzes import duplicates
from course.quizzes.catalogue import Bank, bank
from course.quizzes.errors import QuestionError, one_line
from course.quizzes.load import load
from course.quizzes.model import LETTERS, Choice, Question, QuestionSet

ENOUGH = 12  # questions before a habit can be told from chance
SIGMAS = 2.5

_LAZY = re.compile(r"\b(all|none|both|neither) of (the|these|those) (above|below|others?)\b", re.I)


def run(paths: Sequence[Path]) -> int:
    """Check the files, or the course's own bank; print a line per fault; 1 if there is any."""
    tags = bank()
    faults: list[str] = []
    sets: list[QuestionSet] = []
    for path in paths or [tags.folder / f"{name}.toml" for name in tags.names]:
        try:
            sets.append(load(path))
        except QuestionError as error:
            faults.append(str(error))
    faults += check(sets, tags, whole=not paths)
    for fault in faults:
        print(one_line(fault))
    count = sum(len(s.questions) for s in sets)
    files = f"{len(sets)} file{'s' * (len(sets) != 1)}"
    found = f"{len(faults)} to mend" if faults else "nothing to mend"
    print(f"{count} questions in {files}: {found}.")
    return 1 if faults else 0


def check(sets: Sequence[QuestionSet], tags: Bank, whole: bool = False) -> list[str]:
    """Return a line for each fault; `whole` asks that every objective be covered."""
    faults = [fault for one in sets for q in one.questions for fault in _question(one, q, tags)]
    faults += _repeats(sets)
    questions = [q for one in sets for q in one.questions]
    faults += _habits(questions)
    if whole:
        covered = {q.objective for q in questions}
        missing = [name for name in tags.objectives if name not in covered]
        faults += [f"objective {name}: no question serves it; write one." for name in missing]
    return faults


def _question(one: QuestionSet, question: Question, tags: Bank) -> Iterator[str]:
    where = f"{one.path or one.name}: {question.id}"
    if question.objective not in tags.objectives:
        yield f'{where}: unknown objective "{question.objective}"; use one of objectives.toml.'
    if question.code and not (question.prints or question.proof):
        yield f"{where}: its code is not verified; add prints = true or a proof."
    if len(question.choices) < 3:
        yield f"{where}: two choices make a coin toss; add one."
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        for fault in _choice(choice, tags):
            yield f"{where}, choice {letter}: {fault}"


def _choice(choice: Choice, tags: Bank) -> Iterator[str]:
    if not choice.feedback:
        yield "has no feedback; add a sentence that teaches."
    if _LAZY.search(choice.text):
        yield "points at the other choices, which are shuffled; say what is meant."
    if choice.right and choice.misconception:
        yield "is right and yet names a misconception; drop it."
    if not choice.right and choice.misconception not in tags.misconceptions:
        yield f'unknown misconception "{choice.misconception}"; use one of misconceptions.toml.'


def _repeats(sets: Sequence[QuestionSet]) -> Iterator[str]:
    """Yield questions that come in two files; within a file the loader has refused them."""
    placed = [
        duplicates.Placed(question, f"{one.path or one.name}: {question.id}")
        for one in sets
        for question in one.questions
    ]
    for number, item in enumerate(placed):
        for other in placed[:number]:
            if item.question.id == other.question.id:
                yield f"{other.place} and {item.place}: have the same id; rename one."
            elif duplicates.same(other, item):
                yield f"{other.place} and {item.place}: ask the same question; keep one."


def _habits(questions: Sequence[Question]) -> Iterator[str]:
    for size, group in _by_size(questions):
        count, fair = len(group), len(group) / size
        spread = SIGMAS * math.sqrt(fair * (1 - 1 / size))
        keys = Counter(q.key for q in group)
        for position in range(size):
            if abs(keys[position] - fair) > spread:
                about = f"{keys[position]} of {count} with {size} choices"
                yield f"keys: {about} have {LETTERS[position]} as the key; spread them evenly."
        longest = sum(_gives_away(q) for q in group)
        if longest > fair + spread:
            yield f"lengths: in {longest} of {count} the right choice is the longest; even it out."


def _by_size(questions: Sequence[Question]) -> Iterator[tuple[int, list[Question]]]:
    for size in sorted({len(q.choices) for q in questions}):
        group = [q for q in questions if len(q.choices) == size]
        if len(group) >= ENOUGH:
            yield size, group


def _gives_away(question: Question) -> bool:
    """Tell whether the right choice is longer than every other."""
    others = [len(choice.text) for choice in question.choices if not choice.right]
    return len(question.choices[question.key].text) > max(others)
