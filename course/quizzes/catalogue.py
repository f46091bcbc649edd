"""The course's own questions: which sets there are, and the tables of tags.

Files are read when they are needed: the lesson's five questions must not wait for the whole bank.
"""

from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from course.quizzes.errors import at
from course.quizzes.load import load
from course.quizzes.model import Objective, Question, QuestionSet
from course.quizzes.reading import decode, parse_toml, read_bytes

FOLDER = Path(__file__).parent / "questions"
LESSON = "lesson"
TABLES = ("objectives", "misconceptions")
ORDER = ("head", "freezing", "batchnorm", "loop", "evaluation", "data", "fine_tuning", "when_not")


class Summary(NamedTuple):
    """What a set's file says about itself, without its questions being read."""

    name: str
    title: str
    size: int
    lessons: tuple[str, ...]  # one entry for each time that a question names a lesson


class Bank:
    """Every question of the course, with the tags that they may carry."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self._sets: dict[str, QuestionSet] = {}

    @cached_property
    def names(self) -> list[str]:
        """Return the names of the sets, the lesson's first."""
        stems = {path.stem for path in self.folder.glob("*.toml")} - set(TABLES)
        return sorted(stems, key=lambda n: (n != LESSON, (*ORDER, n).index(n), n))

    @property
    def topics(self) -> list[str]:
        """Return the names of the practice topics."""
        return [name for name in self.names if name != LESSON]

    def set(self, name: str) -> QuestionSet:
        """Return one set, read at the first call."""
        if name not in self._sets:
            self._sets[name] = load(self.folder / f"{name}.toml")
        return self._sets[name]

    @property
    def sets(self) -> list[QuestionSet]:
        """Return all sets."""
        return [self.set(name) for name in self.names]

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Return each question of the bank by its id."""
        return {q.id: q for s in self.sets for q in s.questions}

    def practice(self) -> tuple[Question, ...]:
        """Return all practice questions."""
        return tuple(q for name in self.topics for q in self.set(name).questions)

    def for_lesson(self, number: str) -> tuple[Question, ...]:
        """Return the questions that belong to lesson "01" to "04"."""
        return tuple(q for q in self.by_id.values() if number in q.lessons)

    @cached_property
    def objectives(self) -> dict[str, Objective]:
        """Return the table of objectives."""
        path = self.folder / "objectives.toml"
        found = {}
        for name, row in _table(path, "objectives").items():
            try:
                found[name] = Objective(name, row["text"], row["lesson"], row["section"])
            except (KeyError, TypeError):
                raise at(path, name, "is incomplete", "give it text, lesson, section") from None
        return found

    @cached_property
    def misconceptions(self) -> dict[str, str]:
        """Return each tag with what a learner believes who has the misconception."""
        table = _table(self.folder / "misconceptions.toml", "misconceptions")
        return {name: str(text) for name, text in table.items()}

    def summaries(self) -> list[Summary]:
        """Return what `--list` shows, from the lines that say it."""
        return [_summary(self.folder / f"{name}.toml") for name in self.names]


@cache
def bank() -> Bank:
    """Return the course's own bank."""
    return Bank()


def _table(path: Path, name: str) -> dict[str, dict[str, str]]:
    rows = parse_toml(decode(read_bytes(path), path), path).get(name)
    if not isinstance(rows, dict):
        raise at(path, "top level", f"has no table {name}", f"add [{name}]")
    return rows


def _summary(path: Path) -> Summary:
    title, size = path.stem, 0
    lessons: list[str] = []
    for line in decode(read_bytes(path), path).splitlines():
        if line == "[[questions]]":
            size += 1
        elif line.startswith("lessons = "):
            lessons += line.split('"')[1::2]
        elif line.startswith("title = ") and not size:
            title = line.split('"')[1]
    return Summary(path.stem, title, size, tuple(lessons))
