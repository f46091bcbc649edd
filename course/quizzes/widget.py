"""`course.quiz("02")` in a notebook: questions that work without kernel, script or style sheet.

Each choice is a `<details>` element: Tab moves, Enter or Space opens it and shows its feedback.
Where styles are allowed it looks like a radio button; where they are stripped it still works.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from course.quizzes.catalogue import LESSON, bank
from course.quizzes.html import question_html
from course.quizzes.model import Question
from course.quizzes.plain import question_lines


class Quiz:
    """Questions that Jupyter shows as a widget, and everything else as text."""

    def __init__(self, title: str, questions: Sequence[Question]) -> None:
        self.title = title
        self.questions = tuple(questions)

    def _repr_html_(self) -> str:
        return page(self.title, self.questions)

    def __repr__(self) -> str:
        from course.quizzes.attempt import plan

        count = len(self.questions)
        blocks = [
            "\n".join(question_lines(asked, number, count))
            for number, asked in enumerate(plan(self.questions, shuffle=False), 1)
        ]
        return "\n\n".join([self.title, *blocks])


def quiz(name: str | int = LESSON) -> Quiz:
    """Show the questions of a lesson ("01" to "04"), of a practice topic, or the lesson set.

    >>> len(quiz("head").questions)
    9
    """
    from course.quizzes.selection import of_lesson

    everything = bank()
    wanted = str(name)
    if wanted == LESSON or wanted in everything.topics:
        found = everything.set(wanted)
        return Quiz(found.title, found.questions)
    chosen = of_lesson(wanted, everything)
    return Quiz(chosen.title, chosen.questions)


def page(title: str, questions: Sequence[Question]) -> str:
    """Return the questions as one self-contained HTML fragment."""
    import html

    blocks = [question_html(question, number) for number, question in enumerate(questions, 1)]
    label = html.escape(title)
    body = "\n".join(blocks)
    style = f"<style>{_style()}</style>"
    return f'{style}<section class="course-quiz" aria-label="{label}">\n{body}\n</section>'


@cache
def _style() -> str:
    return (Path(__file__).parent / "widget.css").read_text(encoding="utf-8")
