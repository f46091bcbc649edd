"""Questions, choices and what they serve, as plain immutable data."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Choice:
    """One answer to choose; a wrong one names the misconception behind it."""

    text: str
    feedback: str
    right: bool = False
    misconception: str = ""


@dataclass(frozen=True)
class Image:
    """A picture that belongs to a question, and what it shows in words."""

    name: str
    alt: str
    data: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """Return the media type; the loader admits PNG and JPEG only."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"


@dataclass(frozen=True)
class Question:
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


@dataclass(frozen=True)
class QuestionSet:
    """One file of questions."""

    name: str
    title: str
    questions: tuple[Question, ...]
    path: Path | None = None


@dataclass(frozen=True)
class Objective:
    """What a learner can do afterwards, and where to read it up."""

    id: str
    text: str
    lesson: str
    section: str


@dataclass(frozen=True)
class Bank:
    """Every question of the course, with the tags that they may carry."""

    sets: tuple[QuestionSet, ...]
    objectives: dict[str, Objective]
    misconceptions: dict[str, str]

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Return each question by its id."""
        return {q.id: q for s in self.sets for q in s.questions}

    @property
    def topics(self) -> dict[str, str]:
        """Return the practice topics and their titles."""
        return {s.name: s.title for s in self.sets if s.name != "lesson"}

    def lesson_set(self) -> tuple[Question, ...]:
        """Return the lesson's check for understanding."""
        return next(s.questions for s in self.sets if s.name == "lesson")

    def practice(self, topic: str | None = None) -> tuple[Question, ...]:
        """Return the practice questions, all of them or those of a topic."""
        wanted = [s for s in self.sets if s.name != "lesson" and topic in (None, s.name)]
        return tuple(q for s in wanted for q in s.questions)

    def for_lesson(self, number: str) -> tuple[Question, ...]:
        """Return the questions that belong to lesson "01" to "04"."""
        return tuple(q for s in self.sets for q in s.questions if number in q.lessons)
