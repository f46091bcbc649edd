"""The report as a table for the terminal, as CSV and as JSON."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from autograder.quiz_report.advice import advice, caution
from autograder.quiz_report.statistics import Figures, ItemFigures


def number(value: float | None, digits: int = 2) -> str:
    """Return a figure, or a dash where it is not defined."""
    return "–" if value is None else f"{value:.{digits}f}"


def lines(figures: Figures) -> Iterator[str]:
    """Yield what a person reads in a terminal: totals, a line a question, what to mend."""
    yield (
        f"{figures.learners} learners, {len(figures.items)} questions; mean {figures.mean:.0%}"
        f" (standard deviation {figures.deviation:.0%}); Cronbach's alpha {number(figures.alpha)}"
        f" over {figures.complete} complete."
    )
    if caution(figures):
        yield caution(figures)
    width = max(len(one.item.id) for one in figures.items)
    yield ""
    yield f"{'question':<{width}}  {'n':>5}  right  discr.  wrong choices taken"
    for one in figures.items:
        wrong = "  ".join(f"{t.letter} {t.share:.0%}" for t in one.taken if not t.right and t.times)
        found = number(one.discrimination)
        yield f"{one.item.id:<{width}}  {one.asked:>5}  {one.difficulty:>5.0%}  {found:>6}  {wrong}"
    yield from _misconceptions(figures)
    yield from _mend(figures)


def _misconceptions(figures: Figures) -> Iterator[str]:
    taken = [(t, one) for one in figures.items for t in one.taken if t.misconception and t.times]
    taken.sort(key=lambda pair: -pair[0].share)
    if taken:
        yield "\nMost frequent misconceptions"
    for found, one in taken[:10]:
        yield f"  {found.share:>4.0%}  {found.misconception}  ({one.item.id}, {found.letter})"


def _mend(figures: Figures) -> Iterator[str]:
    found = [(one, advice(one)) for one in figures.items]
    if any(reasons for _, reasons in found):
        yield "\nQuestions to mend"
    for one, reasons in found:
        for reason in reasons:
            yield f"  {one.item.id}: {reason}"


def to_csv(figures: Figures) -> str:
    """Return a row per question; counts per letter, the key marked."""
    letters = [t.letter for t in max((one.taken for one in figures.items), key=len)]
    out = io.StringIO()
    writer = csv.writer(out)
    head = ["question", "n", "omitted", "difficulty", "discrimination", "alpha_without", "key"]
    writer.writerow([*head, *(f"taken_{letter}" for letter in letters), "to_mend"])
    for one in figures.items:
        counts = {t.letter: t.times for t in one.taken}
        row: list[object] = [one.item.id, one.asked, one.omitted, f"{one.difficulty:.4f}"]
        row += [_blank(one.discrimination), _blank(one.alpha_without)]
        row.append("".join(t.letter for t in one.taken if t.right))
        writer.writerow(
            [*row, *(counts.get(letter, "") for letter in letters), " ".join(advice(one))]
        )
    return out.getvalue()


def to_json(figures: Figures) -> dict[str, Any]:
    """Return everything as plain data."""
    totals = figures._asdict()
    totals["items"] = [_item(one) for one in figures.items]
    return totals


def _item(one: ItemFigures) -> dict[str, Any]:
    row = one._asdict()
    del row["item"]
    taken = [t._asdict() for t in one.taken]
    return {"question": one.item.id, **row, "taken": taken, "to_mend": advice(one)}


def _blank(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
