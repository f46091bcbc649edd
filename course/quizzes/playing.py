"""Runs a quiz from the options: picks the questions, resumes or begins, shows, reports."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from course.quizzes import attempt as attempts
from course.quizzes import plain
from course.quizzes.attempt import Attempt
from course.quizzes.catalogue import Bank, bank
from course.quizzes.errors import QuizError, one_line
from course.quizzes.history import History
from course.quizzes.model import Question
from course.quizzes.reading import decode, read_bytes
from course.quizzes.results import dumps, results
from course.quizzes.selection import Selection, select

WHOLE_BANK = 10  # questions at a time, unless --count says otherwise
FINISHED, BELOW_MARK, STOPPED = 0, 3, 4


def run(options: argparse.Namespace) -> int:
    """Ask the questions that were named, and return the exit status."""
    questions = bank()
    history = History.open(options.history)
    try:
        for note in history.notes:
            print(f"course: {note}", file=sys.stderr)
        attempt = _begin(options, questions, history)
        if attempt is None:
            return FINISHED
        _play(options, attempt, history, questions)
        return _report(options, attempt, questions)
    finally:
        history.close()


def interactive() -> bool:
    """Tell whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _begin(options: argparse.Namespace, questions: Bank, history: History) -> Attempt | None:
    """Resume what was left, or plan a new attempt; None where nothing is to be asked."""
    person = interactive() and not options.answers
    chosen = _review(history, questions) if options.review else select(options, questions)
    if not chosen.questions:
        print(_nothing_due(history))
        return None
    known = {q.id: q for q in chosen.questions}
    if person and not options.new and not options.review:
        resumed = history.resume(chosen.name, known)
        if resumed:
            return resumed
    picked = _pick(chosen, options.count, history, options.seed) if person else chosen.questions
    name = chosen.name if person else f"{chosen.name}/given"  # a pipe's attempt is not resumed
    planned = attempts.plan(picked[: options.count], shuffle=person, seed=options.seed)
    return history.begin(name, chosen.title, planned)


def _pick(
    chosen: Selection, count: int | None, history: History, seed: int | None
) -> tuple[Question, ...]:
    """Practice brings what was never answered first; other sets keep the author's order."""
    if not chosen.name.startswith("practice"):
        return chosen.questions
    import random

    answered = {entry.question for entry in history.log()}
    drawn = list(chosen.questions)
    random.Random(seed).shuffle(drawn)
    drawn.sort(key=lambda question: question.id in answered)
    return tuple(drawn[: count or (WHOLE_BANK if chosen.name == "practice" else len(drawn))])


def _review(history: History, questions: Bank) -> Selection:
    from course.quizzes import review

    ids = review.due_now(history.log(), datetime.now(UTC), questions.by_id)
    return Selection("review", "Review", tuple(questions.by_id[i] for i in ids))


def _nothing_due(history: History) -> str:
    from course.quizzes import review

    due = review.next_due(history.log())
    if due is None:
        return "Nothing to review yet: answer some questions first, with `course quiz`."
    return f"Nothing is due. The next question comes up on {due.astimezone():%A, %d %B at %H:%M}."


def _play(options: argparse.Namespace, attempt: Attempt, history: History, bank: Bank) -> None:
    wanted = interactive() and not (options.answers or options.plain)
    if wanted and os.environ.get("TERM") != "dumb":
        try:
            return _on_screen(attempt, history, bank)
        except ModuleNotFoundError as error:  # the wheel was installed without what it depends on
            print(f"course: no screen without {error.name}: plain lines instead.", file=sys.stderr)
    out: TextIO = sys.stderr if options.json == "-" else sys.stdout
    if options.answers:
        read = plain.given(_answer_lines(options.answers), options.answers, attempt.asked)
    else:
        read = plain.ask(sys.stdin, out)
    plain.run(attempt, history, bank, read, out)


def _on_screen(attempt: Attempt, history: History, bank: Bank) -> None:
    from course.quizzes import opening

    with opening.shown(attempt):
        from course.quizzes.screen import play

        play(attempt, history, bank)


def _answer_lines(name: str) -> list[str]:
    if name == "-":
        return decode(sys.stdin.buffer.read(1_000_000), "standard input").splitlines()
    return decode(read_bytes(Path(name), 1_000_000), name).splitlines()


def _report(options: argparse.Namespace, attempt: Attempt, questions: Bank) -> int:
    if options.json:
        text = dumps(results(attempt, questions, options.learner))
        if options.json == "-":
            print(text, end="")
        else:
            _write(Path(options.json), text)
    if not attempt.finished:
        place = f"stopped with {len(attempt.answers)} of {len(attempt.asked)} answered"
        resumable = interactive() and not options.answers and not options.review
        then = "; run the same command to go on." if resumable else "."
        print(f"course: {place}{then}", file=sys.stderr)
        return STOPPED
    share = 100 * attempt.score / len(attempt.asked)
    return BELOW_MARK if options.pass_mark is not None and share < options.pass_mark else FINISHED


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise QuizError(one_line(f"{path}: cannot be written: {error.strerror}.")) from None
