"""Markdown as the lesson pages write it: question, choices, and the answer in a details block."""

from collections.abc import Sequence

from course.quizzes.html import data_uri
from course.quizzes.markup import code_markdown, to_markdown
from course.quizzes.model import LETTERS, Question


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return a page; `course quiz import` reads it back."""
    parts = [f"# {to_markdown(title)}"]
    parts += [_question(question, number) for number, question in enumerate(questions, 1)]
    return ("\n\n".join(parts) + "\n").encode()


def _question(question: Question, number: int) -> str:
    parts = [f"<!-- id: {question.id} -->\n### {number}. {to_markdown(question.text)}"]
    if question.code:
        parts.append(code_markdown(question.code))
    if question.image:
        alt = to_markdown(question.image.alt)
        parts.append(f"![{alt}]({data_uri(question.image)})")
    lettered = list(zip(LETTERS, question.choices, strict=False))
    parts.append(
        "\n".join(f"- {letter}) {to_markdown(choice.text)}" for letter, choice in lettered)
    )
    feedback = "\n".join(
        f"- {letter}: {to_markdown(choice.feedback)}" for letter, choice in lettered
    )
    answer = f"**Answer: {LETTERS[question.key]}**"
    parts.append(f"<details>\n<summary>Answer</summary>\n\n{answer}\n\n{feedback}\n\n</details>")
    return "\n\n".join(parts)
