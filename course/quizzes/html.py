"""A question as HTML, for notebooks and for the formats that carry HTML."""

import base64
import html

from course.quizzes.markup import code_html, to_html
from course.quizzes.model import LETTERS, Choice, Image, Question


def stem(question: Question, source: str | None = None) -> str:
    """Return text, code and picture; `source` replaces the picture's embedded data."""
    parts = [f"<p>{to_html(question.text)}</p>"]
    if question.code:
        parts.append(code_html(question.code))
    if question.image:
        parts.append(f"<p>{picture(question.image, source)}</p>")
    return "".join(parts)


def picture(image: Image, source: str | None = None) -> str:
    """Return the `<img>` element."""
    address = html.escape(source or data_uri(image))
    return f'<img src="{address}" alt="{html.escape(image.alt)}"/>'


def data_uri(image: Image) -> str:
    """Return the picture's bytes as a URI."""
    return f"data:{image.kind};base64,{base64.b64encode(image.data).decode('ascii')}"


def question_html(question: Question, number: int) -> str:
    """Return a question whose choices open to show their feedback, without a script."""
    head = (
        f'<p class="number">Question {number}</p><div class="text">{to_html(question.text)}</div>'
    )
    extra = code_html(question.code) if question.code else ""
    extra += picture(question.image) if question.image else ""
    group = html.escape(f"quiz-{question.id}")
    rows = "".join(
        _choice_html(letter, choice, group)
        for letter, choice in zip(LETTERS, question.choices, strict=False)
    )
    label = f'role="group" aria-label="Question {number}"'
    return f'<div class="question" {label}>{head}{extra}{rows}</div>'


def _choice_html(letter: str, choice: Choice, group: str) -> str:
    """Return one choice; `name` lets only one of a question be open at a time."""
    verdict = "Right." if choice.right else "Not quite."
    kind = ' class="right"' if choice.right else ""
    said = f'<div class="feedback"><strong>{verdict}</strong> {to_html(choice.feedback)}</div>'
    summary = f"<summary>{letter}. {to_html(choice.text)}</summary>"
    return f'<details name="{group}"{kind}>{summary}{said}</details>'
