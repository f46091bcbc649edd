"""The outcome of an attempt as JSON, for scripts and for `autograder quiz-report`."""

import json
from typing import Any

from course.quizzes.attempt import Attempt, by_objective
from course.quizzes.catalogue import Bank
from course.quizzes.model import LETTERS

FORMAT = "thaw-course/quiz-results"
VERSION = 1


def results(attempt: Attempt, bank: Bank, learner: str | None = None) -> dict[str, Any]:
    """Return the attempt as plain data; letters are the author's, whatever was on screen."""
    rows = []
    for asked in attempt.asked:
        question = asked.question
        given = attempt.answers.get(question.id)
        choice = question.choices[given.choice] if given else None
        rows.append(
            {
                "question": question.id,
                "objective": question.objective,
                "key": LETTERS[question.key],
                "choice": LETTERS[given.choice] if given else None,
                "right": bool(given and given.right),
                "misconception": choice.misconception or None if choice else None,
                "seconds": given.seconds if given else None,
            }
        )
    marks = by_objective(attempt, bank.objectives)
    return {
        "format": FORMAT,
        "version": VERSION,
        "learner": learner,
        "set": attempt.name.removesuffix("/given"),
        "attempt": attempt.id,
        "started": attempt.started,
        "complete": attempt.finished,
        "score": attempt.score,
        "of": len(attempt.asked),
        "answers": rows,
        "objectives": [
            {
                "objective": mark.objective.id,
                "right": mark.right,
                "of": mark.of,
                "lesson": mark.objective.lesson,
                "section": mark.objective.section,
            }
            for mark in marks
        ],
    }


def dumps(document: dict[str, Any]) -> str:
    """Return JSON as a person can read it."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
