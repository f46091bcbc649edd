"""Show what checks found: a readable panel in a notebook, plain text in a terminal.

The same rows are shown to the learner at once and on the instructor's feedback page. Hints are
folded into one another, so that one rung at a time opens, without scripts and without a kernel.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from course.checks.feedback import Feedback, Outcome

MARKS: dict[Outcome, str] = {
    "passed": "✓ passed",
    "failed": "✗ not yet",
    "not_attempted": "○ not attempted",
    "error": "! could not be checked",
}
_COLOURS: dict[Outcome, str] = {
    "passed": "#1b7837",
    "failed": "#b35806",
    "not_attempted": "#5f6b7a",
    "error": "#762a83",
}


@dataclass(frozen=True)
class Row:
    """One check as shown: its sentence, the outcome, what was found, and points where graded."""

    title: str
    outcome: Outcome
    feedback: Feedback | None = None
    points: str = ""


def headline(exercise: str, rows: Sequence[Row]) -> str:
    """Sum an exercise's rows up in one sentence."""
    passed = sum(row.outcome == "passed" for row in rows)
    if all(row.outcome == "not_attempted" for row in rows):
        return f"{exercise}: not attempted yet. Fill in the cell above, run it, and check again."
    if passed == len(rows):
        return f"{exercise}: all {passed} checks passed."
    return f"{exercise}: {passed} of {len(rows)} checks passed."


def shown(rows: Sequence[Row]) -> list[Row]:
    """Leave out repetitions: an untouched stub, or one error that stops every check, shows once.

    So does advice: where several checks fail for one reason, the later ones say what was seen.
    """
    if all(row.outcome == "not_attempted" for row in rows):
        return []
    kept: list[Row] = []
    for row in rows:
        told = [earlier.feedback for earlier in kept if earlier.feedback]
        kept.append(replace(row, feedback=_untold(row.feedback, told)))
    return kept


def _untold(feedback: Feedback | None, told: Sequence[Feedback]) -> Feedback | None:
    if feedback is None or feedback in told:
        return None
    if any(_advice(feedback) == _advice(earlier) for earlier in told):
        return Feedback(feedback.observed, "", "As above.")
    return feedback


def _advice(feedback: Feedback) -> tuple[str, str, tuple[str, ...]]:
    return feedback.why, feedback.next_step, feedback.hints


def text(exercise: str, rows: Sequence[Row], hints: int = 0) -> str:
    """Render rows as plain text, with the first `hints` hints of each failed check."""
    lines = [headline(exercise, rows)]
    for row in shown(rows):
        lines.append(f"  {MARKS[row.outcome]:<16} {row.title}")
        if row.feedback:
            lines += [f"      {part}" for part in _parts(row.feedback)]
            given = row.feedback.hints[:hints]
            lines += [f"      Hint {n}: {hint}" for n, hint in enumerate(given, 1)]
    return "\n".join(lines)


def _parts(feedback: Feedback) -> list[str]:
    named = [
        ("Seen: ", feedback.observed),
        ("Why:  ", feedback.why),
        ("Next: ", feedback.next_step),
    ]
    return [label + part for label, part in named if part]


def html(exercise: str, rows: Sequence[Row]) -> str:
    """Render rows as HTML that needs no style sheet and no script."""
    body = "".join(_row(row) for row in shown(rows))
    head = f"<p><strong>{escape(headline(exercise, rows))}</strong></p>"
    return f'<div class="course-panel">{head}{body}</div>'


def _row(row: Row) -> str:
    colour = _COLOURS[row.outcome]
    mark = f'<strong style="color: {colour}">{escape(MARKS[row.outcome])}</strong>'
    points = f" <em>({escape(row.points)})</em>" if row.points else ""
    found = _found(row.feedback) if row.feedback else ""
    return f"<div><p>{mark} {_inline(row.title)}{points}</p>{found}</div>"


def _found(feedback: Feedback) -> str:
    named = [("Seen", feedback.observed), ("Why", feedback.why), ("Next", feedback.next_step)]
    items = "".join(f"<li><em>{n}:</em> {_inline(part)}</li>" for n, part in named if part)
    return f"<ul>{items}</ul>{_ladder(feedback.hints, 1)}"


def _ladder(hints: Sequence[str], rung: int) -> str:
    if not hints:
        return ""
    label = "▸ Show a hint" if rung == 1 else "▸ Show the next hint"
    inner = f"<p>{_inline(hints[0])}</p>{_ladder(hints[1:], rung + 1)}"
    style = "cursor: pointer; list-style: none"
    return f'<details><summary style="{style}">{label}</summary>{inner}</details>'


def _inline(text: str) -> str:
    """Escape text, and show what stands between backquotes as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
