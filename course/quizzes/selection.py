"""Which questions the options name."""

import argparse
from typing import NamedTuple

from course.quizzes.catalogue import LESSON, Bank, bank
from course.quizzes.errors import QuizError, one_line
from course.quizzes.load import load
from course.quizzes.model import Question


class Selection(NamedTuple):
    """Questions to ask or to export; `name` tells attempts of one kind from another."""

    name: str
    title: str
    questions: tuple[Question, ...]


def select(options: argparse.Namespace, questions: Bank | None = None) -> Selection:
    """Return the practice topic, lesson or file that was named, else the lesson set."""
    everything = questions or bank()
    if options.questions is not None:
        own = load(options.questions)
        return Selection(f"file:{own.name}", own.title, own.questions)
    if options.lesson is not None:
        return of_lesson(options.lesson, everything)
    if options.practice is not None:
        return _practice(options.practice, everything)
    return Selection(LESSON, everything.set(LESSON).title, everything.set(LESSON).questions)


def of_lesson(number: str | int, questions: Bank) -> Selection:
    """Return the questions of lesson "02", also written 2 or "02_feature_extraction"."""
    wanted = str(number)[:2].rstrip("_").rjust(2, "0")
    found = questions.for_lesson(wanted)
    if not found:
        lessons = sorted({lesson for q in questions.by_id.values() for lesson in q.lessons})
        raise QuizError(
            one_line(f"There is no quiz for lesson {number}; use {', '.join(lessons)}.")
        )
    return Selection(f"lesson:{wanted}", f"Lesson {wanted}: check for understanding", found)


def _practice(topic: str, questions: Bank) -> Selection:
    if not topic:
        return Selection("practice", "Practice: the whole course", questions.practice())
    name = topic.lower().replace("-", "_").replace(" ", "_")
    if name not in questions.topics:
        known = ", ".join(questions.topics)
        raise QuizError(one_line(f"There is no topic {topic!r}; the topics are {known}."))
    found = questions.set(name)
    return Selection(f"practice:{name}", f"Practice: {found.title}", found.questions)
