"""IMS QTI 1.2 as Canvas imports it, made by the library text2qti."""

import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from course.quizzes.errors import QuizError, one_line
from course.quizzes.markup import code_markdown, to_markdown
from course.quizzes.model import LETTERS, Question

_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#$~|\"'&]|--+|\.\.+")


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return the content package, pictures included."""
    from text2qti.config import Config  # type: ignore[import-untyped]
    from text2qti.err import Text2qtiError  # type: ignore[import-untyped]
    from text2qti.qti import QTI  # type: ignore[import-untyped]
    from text2qti.quiz import Quiz  # type: ignore[import-untyped]

    with tempfile.TemporaryDirectory() as folder:
        for question in questions:
            if question.image:
                (Path(folder) / question.image.name).write_bytes(question.image.data)
        out = io.BytesIO()
        try:
            QTI(Quiz(_source(title, questions, folder), config=Config())).write(out)
        except Text2qtiError as error:
            raise QuizError(one_line(f"text2qti refuses the questions: {error}.")) from None
    return out.getvalue()


def _source(title: str, questions: Sequence[Question], folder: str) -> str:
    """Return text2qti's own plain-text format."""
    head = f"Quiz title: {' '.join(title.split())}\nShuffle answers: true\n"
    return "\n".join([head, *(_question(question, folder) for question in questions)])


def _question(question: Question, folder: str) -> str:
    text = _markdown(question.text)
    blocks = [text]
    if question.code:
        blocks.append(code_markdown(question.code))
    if question.image:
        path = (Path(folder) / question.image.name).as_posix()
        blocks.append(f"![{_markdown(question.image.alt)}](<{path}>)")
    lines = [f"Title: {question.id}", "Points: 1", _item("1.", "\n\n".join(blocks))]
    for letter, choice in zip(LETTERS.lower(), question.choices, strict=False):
        lines.append(_item(f"{'*' if choice.right else ''}{letter})", _markdown(choice.text)))
        if choice.feedback:
            lines.append(_item("...", _markdown(choice.feedback)))
    return "\n".join(lines) + "\n"


def _markdown(text: str) -> str:
    """Return Markdown in which text2qti's typography and mathematics find nothing to change."""
    return to_markdown(text, lambda part: _ACTIVE.sub(_entities, part))


def _entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match[0])


def _item(mark: str, text: str) -> str:
    """Return a text2qti item: the mark, and everything after it indented alike."""
    first, *rest = text.split("\n")
    return "\n".join([f"{mark:<4}{first}", *(f"    {line}" if line else "" for line in rest)])
