"""CSV for Canvas: the columns that CSV-to-Canvas converters take, and feedback behind them.

Canvas itself reads QTI only. Type, points, question, correct answer (from 1) and the choices are
what its converters ask for; the columns after them carry what CSV would otherwise lose.
"""

import csv
import io
from collections.abc import Sequence

from course.quizzes import html
from course.quizzes.markup import to_html
from course.quizzes.model import Question


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return one row per question, HTML in the cells; the title is in the last column."""
    width = max(len(question.choices) for question in questions)
    numbers = range(1, width + 1)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *("Type", "ID", "Points", "Question", "Correct Answer"),
            *(f"Choice {n}" for n in numbers),
            *(f"Feedback {n}" for n in numbers),
            *("Objective", "Quiz"),
        ]
    )
    for question in questions:
        blank = [""] * (width - len(question.choices))
        choices = [to_html(choice.text) for choice in question.choices] + blank
        feedback = [to_html(choice.feedback) for choice in question.choices] + blank
        head = ["MC", question.id, "1", html.stem(question), str(question.key + 1)]
        writer.writerow([*head, *choices, *feedback, question.objective, title])
    return out.getvalue().encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8
