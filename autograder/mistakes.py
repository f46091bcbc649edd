"""What a class got wrong: which known mistakes, and how many students made each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograder import misconceptions
from autograder.results import Result
from course.checks import exercises

UNNAMED = "no known mistake"


@dataclass(frozen=True)
class Mistake:
    """One mistake of a class: `slug` is empty for checks that failed without a name."""

    exercise: str
    slug: str
    title: str
    students: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "exercise": self.exercise,
            "misconception": self.slug or None,
            "title": self.title,
            "students": list(self.students),
        }


def of_class(results: Sequence[Result]) -> list[Mistake]:
    """Count the students behind each mistake, the commonest first.

    What only follows from mistakes in several functions, an accuracy that was missed, is not one.
    """
    made: dict[tuple[str, str], set[str]] = defaultdict(set)
    for result in results:
        for verdict in result.verdicts:
            if verdict.outcome == "failed" and not exercises.is_unit(verdict.check.exercise):
                slug = verdict.feedback.misconception if verdict.feedback else None
                made[verdict.check.exercise, slug or ""].add(result.student)
    found = [_mistake(exercise, slug, names) for (exercise, slug), names in made.items()]
    return sorted(found, key=lambda m: (-len(m.students), m.exercise, m.slug))


def _mistake(exercise: str, slug: str, students: set[str]) -> Mistake:
    titles = {known.slug: known.title for known in misconceptions.of(exercise)}
    return Mistake(exercise, slug, titles.get(slug, UNNAMED), tuple(sorted(students)))
