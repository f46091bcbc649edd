"""What an instructor sees in the terminal: a progress bar, and students × exercises."""

import io
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autograder import intake, mistakes, profile, settings
from autograder.assignment import find
from autograder.judge import Verdict
from autograder.receipts import Store
from autograder.results import Result, message, score

_FIRST = "the reference, and what the images need, come first"


def progress(results: Iterable[Result], total: int) -> Iterator[Result]:
    """Yield results under a progress bar on standard error: rate, time left, outcomes so far."""
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[counts]}"),
    )
    counts: Counter[str] = Counter()
    began = time.monotonic()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total, counts=_FIRST)
        for done, result in enumerate(results, 1):
            counts.update(verdict.outcome for verdict in result.verdicts)
            rate = 60 * done / max(time.monotonic() - began, 1e-3)
            bar.update(task, advance=1, counts=f"{rate:.0f} a minute; {_counts(counts)}")
            yield result


def _counts(counts: "Counter[str]") -> str:
    return ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))


def table(results: Sequence[Result], exercises: Sequence[str]) -> None:
    """Print students × exercises, then the reason for each loss."""
    _print(Console(), results, exercises)


def as_text(results: Sequence[Result], exercises: Sequence[str]) -> str:
    """Return what `table` prints, as plain text."""
    console = Console(record=True, width=130, file=io.StringIO(), color_system=None)
    _print(console, results, exercises)
    return console.export_text()


def from_course(root: Path, slug: str) -> str:
    """Return the report on a course folder whose submissions have their receipts."""
    assignment = find(slug, root)
    store = Store(settings.load(root), assignment, profile.load(), "jail")
    submissions = intake.find(root / "submitted", slug)
    results = [result for one in submissions if (result := store.get(one)) is not None]
    return as_text(results, assignment.graded)


def _print(console: Console, results: Sequence[Result], exercises: Sequence[str]) -> None:
    shown = Table("student", *exercises, "total", title="Scores")
    for result in results:
        cells = [_cell(result.of(exercise)) for exercise in exercises]
        shown.add_row(result.student, *cells, f"{result.score:g} of {result.max_score:g}")
    console.print(shown)
    for result in results:
        for line in losses(result, exercises):
            console.print(line, markup=False, highlight=False)
    if found := mistakes.of_class(results):
        console.print(_of_class(found))


def _of_class(found: Sequence[mistakes.Mistake]) -> Table:
    """Say which mistakes a class made, and how many students each."""
    shown = Table("students", "exercise", "mistake", "known as", title="Mistakes of this class")
    for one in found:
        shown.add_row(str(len(one.students)), one.exercise, escape(one.title), one.slug)
    return shown


def _cell(verdicts: Sequence[Verdict]) -> str:
    if all(verdict.outcome == "not_attempted" for verdict in verdicts):
        return "not attempted"
    points = sum(score(verdict) for verdict in verdicts)
    mark = " (error)" if any(verdict.outcome == "error" for verdict in verdicts) else ""
    mark += " (held)" if any(verdict.held for verdict in verdicts) else ""
    return f"{points:g} of {sum(v.check.points for v in verdicts):g}{mark}"


def losses(result: Result, exercises: Sequence[str]) -> list[str]:
    """Say, a line each, where a submission lost points and why; the same reason once."""
    lines = [f"{result.student}: {note}" for note in result.notes]
    if result.held:
        lines.append(f"{result.student}: {result.held:g} points wait until you have given them.")
    for unit, measured in result.measured.items():
        if flag := measured.get("flag"):
            lines.append(f"{result.student}: {unit} is to be looked at: {flag}.")
    for exercise in exercises:
        reasons: dict[str, list[str]] = {}
        for verdict in result.of(exercise):
            if verdict.outcome != "passed":
                reasons.setdefault(message(verdict), []).append(verdict.check.id)
        whole = len(result.of(exercise))
        for reason, checks in reasons.items():
            where = exercise if len(checks) == whole else f"{exercise} ({', '.join(checks)})"
            lines.append(f"{result.student}: {where}: {reason}")
    return lines
