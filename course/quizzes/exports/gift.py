"""GIFT: Moodle's text format; HTML inside, pictures as data URIs, since GIFT has no files."""

import re
from collections.abc import Sequence

from course.quizzes import html
from course.quizzes.markup import to_html
from course.quizzes.model import Question

_SPECIAL = re.compile(r"([~=#{}:\\])")


def write(title: str, questions: Sequence[Question]) -> bytes:
    """Return a GIFT file with a category named by the title."""
    category = "$CATEGORY: $course$/top/" + " ".join(title.split())
    return "\n\n".join([category, *map(_question, questions), ""]).encode()


def _question(question: Question) -> str:
    lines = [f"::{escape(question.id)}::[html]{escape(html.stem(question))}{{"]
    for choice in question.choices:
        mark = "=" if choice.right else "~"
        lines.append(f"\t{mark}{escape(to_html(choice.text))}#{escape(to_html(choice.feedback))}")
    return "\n".join([*lines, "}"])


def escape(text: str) -> str:
    """Escape GIFT's own characters; a line break becomes the two characters `\\n`."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")
