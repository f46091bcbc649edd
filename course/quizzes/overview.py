"""`course quiz --list` and `--stats`."""

import argparse
import json
import sys
from collections import Counter

from course.quizzes.catalogue import LESSON, Bank, bank


def listing(options: argparse.Namespace) -> int:
    """Print the sets, the topics and the lessons, with the command for each."""
    rows = _rows(bank())
    if options.json:
        keys = ("command", "title", "questions")
        return _print_json([dict(zip(keys, row, strict=True)) for row in rows])
    first, second = (max(len(str(row[i])) for row in rows) for i in (0, 1))
    for command, title, count in rows:
        print(f"{command:<{first}}  {title:<{second}}  {count:>3} questions")
    return 0


def _rows(questions: Bank) -> list[tuple[str, str, int]]:
    summaries = questions.summaries()
    lesson = next(s for s in summaries if s.name == LESSON)
    topics = [s for s in summaries if s.name != LESSON]
    numbers = Counter(number for s in summaries for number in s.lessons)
    return [
        ("course quiz", lesson.title, lesson.size),
        *((f"course quiz --lesson {n}", f"Lesson {n}", numbers[n]) for n in sorted(numbers)),
        ("course quiz --practice", "The whole bank, ten at a time", sum(s.size for s in topics)),
        *((f"course quiz --practice {s.name}", s.title, s.size) for s in topics),
    ]


def stats(options: argparse.Namespace) -> int:
    """Print how often each objective was met, and how much is due."""
    from course.quizzes import figures

    history, text = figures.read(options.history, bank())
    for note in history.notes:
        print(f"course: {note}", file=sys.stderr)
    if options.json:
        return _print_json(text.as_json())
    print("\n".join(text.lines()))
    return 0


def _print_json(value: object) -> int:
    print(json.dumps(value, indent=2, ensure_ascii=False))
    return 0
