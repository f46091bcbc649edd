"""Questions, choices and what they serve, as plain immutable data.

Named tuples, not dataclasses: importing `dataclasses` would cost a third of the start-up time.
"""

from pathlib import Path
from typing import NamedTuple

LETTERS = "ABCDEFGH"


class Choice(NamedTuple):
    """One answer to choose; a wrong one names the misconception behind it."""

    text: str
    feedback: str
    right: bool = False
    misconception: str = ""


class Image(NamedTuple):
    """A picture that belongs to a question, and what it shows in words."""

    name: str
    alt: str
    data: bytes

    @property
    def kind(self) -> str:
        """Return the media type; the loader admits PNG and JPEG only."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"


class Question(NamedTuple):
    """A question with its choices in the author's order; exactly one is right."""

    id: str
    text: str
    choices: tuple[Choice, ...]
    objective: str = ""
    topic: str = ""
    lessons: tuple[str, ...] = ()
    code: str = ""
    prints: bool = False
    proof: str = ""
    image: Image | None = None

    @property
    def key(self) -> int:
        """Return the index of the right choice."""
        return next(i for i, choice in enumerate(self.choices) if choice.right)


class QuestionSet(NamedTuple):
    """One file of questions."""

    name: str
    title: str
    questions: tuple[Question, ...]
    path: Path | None = None


class Objective(NamedTuple):
    """What a learner can do afterwards, and where to read it up."""

    id: str
    text: str
    lesson: str
    section: str
