"""The first question, written to the terminal while the screen's library is still being loaded.

Loading takes several times as long as everything else. What is written stands where the screen will
draw it, and keys that are typed meanwhile are kept for it.
"""

import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager

from course.quizzes import terminal, wording
from course.quizzes.attempt import Attempt
from course.quizzes.markup import bare
from course.quizzes.model import LETTERS

PAGE = 96  # columns, as the screen's page at most
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l\x1b[2J\x1b[H", "\x1b[?25h\x1b[?1049l"


@contextmanager
def shown(attempt: Attempt) -> Iterator[None]:
    """Show the question that is next until the screen takes over; then leave all as it was."""
    with _unechoed():
        size = terminal.size()
        page = [line[: size.columns] for line in lines(attempt, size.columns)][: size.lines - 1]
        try:
            _write(_ENTER + "\n".join(page))
            yield
        finally:
            _write(_LEAVE)


def lines(attempt: Attempt, columns: int) -> list[str]:
    """Return the lines of the page: margin, heading, question, code, choices, what to press."""
    asked = attempt.asked[attempt.position]
    question, width = asked.question, min(columns, PAGE) - 4
    page = ["", wording.heading(attempt), "", *_wrap(bare(question.text), width), ""]
    if question.image:
        page += [*_wrap(f"Picture: {question.image.alt}", width), ""]
    if question.code:
        page += ["", *(f"  {line}" for line in question.code.splitlines()), "", ""]
    for letter, choice in zip(LETTERS, asked.choices, strict=False):
        page += [*_wrap(f"    {letter} {bare(choice.text)}", width, " " * 6), ""]
    margin = " " * (max(0, columns - PAGE) // 2 + 2)
    return [f"{margin}{line}".rstrip() for line in [*page, wording.keys(asked)]]


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 10), subsequent_indent=indent) or [""]


@contextmanager
def _unechoed() -> Iterator[None]:
    """Keep what is typed unread and unseen, as the screen will; Ctrl-C stops as ever."""
    try:
        import termios
    except ModuleNotFoundError:  # not on Windows
        yield
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    quiet = termios.tcgetattr(descriptor)
    quiet[0] &= ~termios.ICRNL  # Enter stays what the screen takes for Enter
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(descriptor, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
