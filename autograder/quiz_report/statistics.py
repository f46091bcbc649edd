"""Classical item analysis: difficulty, discrimination, distractors, Cronbach's alpha.

Checked in the tests against the published analysis of the LSAT data (Rizopoulos 2006, Journal of
Statistical Software 17(5)).
"""

import statistics
from collections.abc import Sequence
from typing import NamedTuple

from autograder.quiz_report.items import Item, Option, Sheet, Sitting


class Taken(NamedTuple):
    """How often a choice was taken, and whether by the stronger or the weaker learners."""

    letter: str
    text: str
    right: bool
    misconception: str
    times: int
    share: float
    discrimination: float | None


class ItemFigures(NamedTuple):
    """The figures of one question."""

    item: Item
    asked: int
    omitted: int
    difficulty: float  # share of right answers: 1 is the easiest
    discrimination: float | None  # corrected point-biserial; None where nothing varies
    alpha_without: float | None
    taken: tuple[Taken, ...]


class Figures(NamedTuple):
    """The figures of a quiz."""

    learners: int
    complete: int  # learners who were asked every question; alpha is about them
    mean: float  # mean share of right answers
    deviation: float
    alpha: float | None
    items: tuple[ItemFigures, ...]


def analyse(sheet: Sheet) -> Figures:
    """Compute everything for a sheet with at least one response."""
    names = list(sheet.items)
    complete = [s for s in sheet.sittings if set(names) <= set(s.responses)]
    rows = [[s.responses[name].right for name in names] for s in complete]
    shares = [_share(s) for s in sheet.sittings if s.responses]
    return Figures(
        learners=len(sheet.sittings),
        complete=len(complete),
        mean=statistics.fmean(shares) if shares else 0.0,
        deviation=statistics.stdev(shares) if len(shares) > 1 else 0.0,
        alpha=cronbach_alpha(rows),
        items=tuple(_item(sheet, name, without(rows, i)) for i, name in enumerate(names)),
    )


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Return k/(k−1) · (1 − Σ variances of the items / variance of the sums), rows by learner."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    total = statistics.variance([float(sum(row)) for row in rows])
    if total == 0:
        return None
    count = len(rows[0])
    single = sum(statistics.variance([float(row[i]) for row in rows]) for i in range(count))
    return count / (count - 1) * (1 - single / total)


def without(rows: Sequence[Sequence[float]], column: int) -> float | None:
    """Return alpha with one item left out."""
    return cronbach_alpha([[*row[:column], *row[column + 1 :]] for row in rows])


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None where one side does not vary."""
    if len(xs) < 3 or len(set(xs)) < 2 or len(set(ys)) < 2:
        return None
    return statistics.correlation(xs, ys)


def _item(sheet: Sheet, name: str, alpha_without: float | None) -> ItemFigures:
    item = sheet.items[name]
    asked = [s for s in sheet.sittings if name in s.responses]
    rest = [_share(s, leave_out=name) for s in asked]
    right = [float(s.responses[name].right) for s in asked]
    return ItemFigures(
        item=item,
        asked=len(asked),
        omitted=sum(not s.responses[name].letter for s in asked),
        difficulty=statistics.fmean(right) if right else 0.0,
        discrimination=correlation(right, rest),
        alpha_without=alpha_without,
        taken=tuple(_taken(item, option, asked, rest) for option in item.options),
    )


def _taken(item: Item, option: Option, asked: Sequence[Sitting], rest: Sequence[float]) -> Taken:
    chose = [float(s.responses[item.id].letter == option.letter) for s in asked]
    share = statistics.fmean(chose) if chose else 0.0
    return Taken(*option, int(sum(chose)), share, correlation(chose, rest))


def _share(sitting: Sitting, leave_out: str = "") -> float:
    """Return the share of right answers, one item left out; nothing left counts as none right.

    A share and not a sum, since learners may have been asked different numbers of questions. Where
    all were asked the same, the correlations are those of the sums.
    """
    rights = [r.right for name, r in sitting.responses.items() if name != leave_out]
    return sum(rights) / len(rights) if rights else 0.0
