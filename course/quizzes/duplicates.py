"""Finds the same question asked twice, whatever the case, spacing, markup or order of choices."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

from course.quizzes.model import Question

ALIKE = 0.85  # share of words in common
ALIKE_WITH_CHOICES = 0.5  # where the choices are the same
GENERIC = 5  # a text with fewer words ("What does this code print?") says little alone

_MARKUP = re.compile(r"<[^<>]{0,200}>|!?\[([^\]]{0,500})\]\([^)]{0,500}\)|[*_`~#>\\\"'“”‘’]")
_WORD = re.compile(r"[^\W_]+")


class Placed:
    """A question and where it stands, for messages; its bare words are worked out once."""

    def __init__(self, question: Question, place: str) -> None:
        self.question = question
        self.place = place

    @cached_property
    def asked(self) -> frozenset[tuple[str, int]]:
        """Return the words of text and code; the n-th use of a word is told apart."""
        seen: dict[str, int] = {}
        parts = []
        for word in words(self.question.text) + _code_words(self.question.code):
            seen[word] = seen.get(word, 0) + 1
            parts.append((word, seen[word]))
        return frozenset(parts)

    @cached_property
    def offered(self) -> frozenset[str]:
        """Return the choices as bare words, in no order."""
        texts = (choice.text for choice in self.question.choices)
        return frozenset(" ".join(words(text)) or text for text in texts)


def words(text: str) -> list[str]:
    """Reduce text to its bare words: no case, accents, markup or punctuation.

    >>> words("What does **freeze** mean?")
    ['what', 'does', 'freeze', 'mean']
    """
    folded = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(_MARKUP.sub(lambda m: f" {m[1]} " if m[1] else "", folded))


def similarity(a: frozenset[tuple[str, int]], b: frozenset[tuple[str, int]]) -> float:
    """Return the share of words in common, 0 to 1."""
    if not a or not b:
        return float(a == b)
    if min(len(a), len(b)) < ALIKE_WITH_CHOICES * max(len(a), len(b)):
        return 0.0  # sizes alone rule it out
    return len(a & b) / len(a | b)


def same(a: Placed, b: Placed) -> bool:
    """Tell whether two questions ask the same thing; the order of the choices does not count."""
    alike = similarity(a.asked, b.asked)
    if alike >= ALIKE and len(a.asked) > GENERIC:
        return True
    return alike >= ALIKE_WITH_CHOICES and a.offered == b.offered


def first(questions: Sequence[Placed]) -> tuple[Placed, Placed] | None:
    """Return the first pair that asks the same, or None."""
    return next(_pairs(questions), None)


def _pairs(questions: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    for number, placed in enumerate(questions):
        for other in questions[:number]:
            if same(other, placed):
                yield other, placed


def _code_words(code: str) -> list[str]:
    """Return code as tokens, numbers and operators included: they are what is asked about."""
    return re.findall(r"\w+|[^\w\s]", code)
