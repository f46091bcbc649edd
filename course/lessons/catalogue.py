"""Which lessons there are, and where their files lie. No torch here."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from course.errors import CourseError

FOLDER = Path(__file__).parent


class Lesson(NamedTuple):
    """One lesson; `name` is that of its files, such as "02_feature_extraction"."""

    name: str
    title: str
    summary: str
    minutes: int
    cpu: str  # how long the computer works
    gpu: str

    @property
    def number(self) -> str:
        """Return "01" to "04"."""
        return self.name[:2]

    @property
    def source(self) -> Path:
        """Return the text that the notebook is made from."""
        return FOLDER / f"{self.name}.py"

    @property
    def notebook(self) -> Path:
        """Return the notebook, outputs included."""
        return FOLDER / f"{self.name}.ipynb"


LESSONS = (
    Lesson(
        "01_what_transfers",
        "What transfers",
        "why a network that knows dogs can learn shirts, what that saves, and when it doesn't",
        30,
        "5 min",
        "1 min",
    ),
    Lesson(
        "02_feature_extraction",
        "Feature extraction",
        "a new head on a frozen backbone: input, training, measuring, saving, your own images",
        40,
        "1 min",
        "1 min",
    ),
    Lesson(
        "03_fine_tuning",
        "Fine-tuning",
        "let the backbone learn too: which blocks, at which rates, and what it brings",
        40,
        "3 min",
        "1 min",
    ),
    Lesson(
        "04_debugging_clinic",
        "Debugging clinic",
        "six training runs that fail without an error message: find out why",
        40,
        "3 min",
        "1 min",
    ),
)


def find(wanted: str | int) -> Lesson:
    """Return the lesson called "02", 2 or "02_feature_extraction"; CourseError if there is none."""
    text = str(wanted).strip().removesuffix(".ipynb").removesuffix(".py")
    for lesson in LESSONS:
        if text in (lesson.name, lesson.name[3:]) or (
            text.isdigit() and int(text) == int(lesson.number)
        ):
            return lesson
    known = ", ".join(lesson.number for lesson in LESSONS)
    raise CourseError(f"There is no lesson {wanted}; there are {known}.")


@cache
def sections(lesson: Lesson) -> tuple[str, ...]:
    """Return the headings of a lesson's source, without numbers, in order."""
    text = lesson.source.read_text(encoding="utf-8")
    found = re.findall(r"^# #{1,4} (?:\d+\. )?(.+?)\s*$", text, flags=re.MULTILINE)
    return tuple(found)
