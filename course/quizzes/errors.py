"""What can go wrong in the quiz: one sentence each, with place, fault and mend."""

from course.errors import CourseError


class QuizError(CourseError):
    """A question file, an import, an answer or the history cannot be used as it is."""


class QuestionError(QuizError):
    """A question set breaks the rules of its format; the message says where and how to mend it."""


def at(path: object, place: str, fault: str, mend: str) -> QuestionError:
    """Say `path: place: fault; mend` in one line, whatever the file's own text contains."""
    return QuestionError(one_line(f"{path}: {place}: {fault}; {mend}."))


def one_line(text: str, limit: int = 400) -> str:
    """Fold a message to one printable line: hostile files must not write over the terminal."""
    folded = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"
