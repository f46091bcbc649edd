"""`course quiz --list` and `--stats`."""

import argparse
import json
import sys
from datetime import UTC, datetime

from course.quizzes.attempt import Mark
from course.quizzes.catalogue import bank
from course.quizzes.history import History, Logged
from course.quizzes.model import Bank
from course.quizzes.wording import bar


def listing(options: argparse.Namespace) -> int:
    """Print the sets, the topics and the lessons, with the command for each."""
    questions = bank()
    rows = [("course quiz", "Check for understanding", len(questions.lesson_set()))]
    for number in sorted({n for q in questions.by_id.values() for n in q.lessons}):
        count = len(questions.for_lesson(number))
        rows.append((f"course quiz --lesson {number}", f"Lesson {number}", count))
    rows.append(("course quiz --practice", "The whole bank, ten at a time", len(questions.practice())))
    for topic, title in questions.topics.items():
        rows.append((f"course quiz --practice {topic}", title, len(questions.practice(topic))))
    if options.json:
        keys = ("command", "title", "questions")
        return _print_json([dict(zip(keys, row, strict=True)) for row in rows])
    first, second = (max(len(str(row[i])) for row in rows) for i in (0, 1))
    for command, title, count in rows:
        print(f"{command:<{first}}  {title:<{second}}  {count:>3} questions")
    return 0


def stats(options: argparse.Namespace) -> int:
    """Print how often each objective was met, and how much is due."""
    from course.quizzes import review

    history = History.open(options.history)
    try:
        for note in history.notes:
            print(f"course: {note}", file=sys.stderr)
        log = history.log()
    finally:
        history.close()
    questions = bank()
    marks = _marks(log, questions)
    due = len(review.due_now(log, datetime.now(UTC), questions.by_id, most=len(log)))
    if options.json:
        return _print_json(_figures(log, marks, due))
    if not log:
        print("No answers yet: begin with `course quiz`.")
        return 0
    right = sum(entry.right for entry in log)
    seen = len({entry.question for entry in log} & set(questions.by_id))
    print(f"{len(log)} answers since {log[0].at[:10]}, {right} of them right ({right / len(log):.0%}).")
    print(f"{seen} of {len(questions.by_id)} questions seen; {due} due: `course quiz --review`.")
    width = max(len(mark.objective.text) for mark in marks) if marks else 0
    for mark in marks:
        print(f"  {mark.objective.text:<{width}}  {bar(mark)}  {mark.right:>3} of {mark.of}")
    return 0


def _marks(log: list[Logged], questions: Bank) -> list[Mark]:
    """Return right answers per objective over the whole history, weakest first."""
    tally: dict[str, list[bool]] = {}
    for entry in log:
        question = questions.by_id.get(entry.question)
        if question and question.objective in questions.objectives:
            tally.setdefault(question.objective, []).append(entry.right)
    marks = [Mark(questions.objectives[name], sum(all_), len(all_)) for name, all_ in tally.items()]
    return sorted(marks, key=lambda mark: mark.right / mark.of)


def _figures(log: list[Logged], marks: list[Mark], due: int) -> dict[str, object]:
    rows = [{"objective": m.objective.id, "right": m.right, "of": m.of} for m in marks]
    right = sum(entry.right for entry in log)
    return {"answers": len(log), "right": right, "due": due, "objectives": rows}


def _print_json(value: object) -> int:
    print(json.dumps(value, indent=2, ensure_ascii=False))
    return 0
