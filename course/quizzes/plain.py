"""The quiz as plain lines: for pipes, screen readers, and files of answers."""

import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from course.quizzes import terminal, wording
from course.quizzes.attempt import Asked, Attempt
from course.quizzes.catalogue import Bank
from course.quizzes.errors import QuizError, one_line
from course.quizzes.history import History
from course.quizzes.markup import plain
from course.quizzes.model import LETTERS

Read = Callable[[Asked, str], int | None]  # position of the choice, SKIP, or None to stop
SKIP = -1


def run(attempt: Attempt, history: History, bank: Bank, read: Read, out: TextIO) -> None:
    """Ask until the end, or until `read` returns None; each answer is recorded at once."""
    count = len(attempt.asked)
    print(f"{attempt.title}: {count} question{'s' * (count != 1)}.", file=out)
    if attempt.answers:
        print(f"You go on at question {attempt.position + 1}.", file=out)
    for number, asked in enumerate(attempt.asked, 1):
        if asked.question.id in attempt.answers:
            continue
        print("\n" + "\n".join(question_lines(asked, number, count)), file=out)
        began = time.monotonic()
        shown = read(asked, f"Your answer ({letters(asked)}; q to stop): ")
        if shown is None:
            return
        if shown == SKIP:
            print("No answer given.", file=out)
            continue
        answer = attempt.answer(asked, shown, time.monotonic() - began)
        history.record(attempt, answer)
        print("\n".join(answer_lines(attempt, asked)), file=out)
    print("\n" + "\n".join(summary_lines(attempt, bank)), file=out)


def letters(asked: Asked) -> str:
    """Return the letters on offer, as "A-D"."""
    return f"A-{LETTERS[len(asked.order) - 1]}"


def question_lines(asked: Asked, number: int, count: int) -> Iterator[str]:
    """Yield a question as it is read aloud: text, picture in words, code, choices."""
    question = asked.question
    yield f"Question {number} of {count}"
    yield from _wrap(plain(question.text))
    if question.image:
        yield from _wrap(f"Picture: {question.image.alt}")
    if question.code:
        yield ""
        yield from textwrap.indent(question.code, "    ").splitlines()
        yield ""
    for letter, choice in zip(LETTERS, asked.choices, strict=False):
        yield from _wrap(f"  {letter}) {plain(choice.text)}", "     ")


def answer_lines(attempt: Attempt, asked: Asked) -> Iterator[str]:
    """Yield the verdict and what there is to say about every choice."""
    answer = attempt.answers[asked.question.id]
    yield wording.verdict(asked, answer)
    for position, choice in enumerate(asked.choices):
        about = f"({wording.note(asked, position, answer)}) {plain(choice.feedback)}".rstrip()
        yield from _wrap(f"  {LETTERS[position]}) {about}", "     ")


def summary_lines(attempt: Attempt, bank: Bank) -> Iterator[str]:
    """Yield the score, the objectives and what to read again."""
    yield wording.score(attempt)
    yield from (f"  {line}" for line in wording.marks(attempt, bank, bars=False))
    places = wording.reading(attempt, bank)
    if places:
        yield "To read again:"
        yield from (f"  {place}" for place in places)


def ask(source: TextIO, out: TextIO) -> Read:
    """Read letters from a person or a pipe; what is no letter is asked again."""

    def read(asked: Asked, prompt: str) -> int | None:
        while True:
            print(prompt, end="", file=out, flush=True)
            line = source.readline()
            if not source.isatty():
                print(line.strip()[:40], file=out)  # a pipe echoes nothing by itself
            if not line or line.strip().lower() in ("q", "quit"):
                return None
            position = find(asked, line)
            if position is not None:
                return position
            print(f"That is not one of {letters(asked)}.", file=out)

    return read


def given(answers: Iterable[str], where: str, questions: Sequence[Asked]) -> Read:
    """Take answers from lines: `B`, or `question-id: B`; `#` begins a comment.

    Letters are the author's: with given answers the choices are not shuffled.
    """
    in_order, by_id = _parse(answers, where)
    unknown = set(by_id) - {asked.question.id for asked in questions}
    if unknown:
        line, name = min((by_id[name][0], name) for name in unknown)
        raise QuizError(one_line(f'{where}: line {line}: no question "{name}" is asked; mend it.'))
    if len(in_order) + len(by_id) > len(questions):
        raise QuizError(f"{where}: more answers than the {len(questions)} questions; drop some.")
    rest = iter(in_order)

    def read(asked: Asked, _: str) -> int | None:
        name = asked.question.id
        place, letter = by_id[name] if name in by_id else next(rest, (0, ""))
        if not letter:
            return SKIP
        position = find(asked, letter)
        if position is None:
            raise QuizError(f"{where}: line {place}: is not one of {letters(asked)}; mend it.")
        return position

    return read


def find(asked: Asked, text: str) -> int | None:
    """Return the position that a letter or number names, or None."""
    text = text.strip().upper().rstrip(").")
    if len(text) == 1 and text in LETTERS[: len(asked.order)]:
        return LETTERS.index(text)
    return None


def _parse(
    lines: Iterable[str], where: str
) -> tuple[list[tuple[int, str]], dict[str, tuple[int, str]]]:
    in_order: list[tuple[int, str]] = []
    by_id: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines, 1):
        text = line.split("#")[0].strip()
        name, colon, letter = text.rpartition(":")
        if colon:
            if name.strip() in by_id:
                raise QuizError(f"{where}: line {number}: answers a question twice; keep one.")
            by_id[name.strip()] = (number, letter.strip())
        elif text:
            in_order.append((number, text))
    return in_order, by_id


def _wrap(text: str, indent: str = "") -> list[str]:
    width = max(30, min(terminal.size().columns, 100) - 1)
    return textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False) or [""]
