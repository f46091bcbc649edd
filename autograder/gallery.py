"""A page of sample feedback: each known mistake, and what a student who makes it reads."""

from html import escape
from pathlib import Path

from autograder import misconceptions, profile, settings
from autograder.assignment import find
from autograder.desk import Desk
from autograder.feedback import rows_of
from autograder.intake import Taken, TakenCell
from autograder.misconceptions import Misconception
from autograder.transcript import RunsJobs
from course.checks import panel

_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sample feedback</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #999; padding: 0.5rem 0 } pre { background: #f4f4f4; padding: 1rem;
overflow-x: auto; font-size: 0.85rem } summary { cursor: pointer; text-decoration: underline }
</style></head><body><h1>Sample feedback for every known mistake</h1>
"""


def page(root: Path, slugs: list[str]) -> str:
    """Return the page as HTML; every mistake is graded for it."""
    parts = [_HEAD]
    for slug in slugs:
        with Desk(find(slug, root), profile.load(), settings.load(root), units=False) as desk:
            worker = desk.worker()
            for exercise in desk.assignment.exercises:
                known = misconceptions.of(exercise)
                parts.append(f"<h2>{exercise}: {len(known)} mistakes</h2>")
                parts += [_section(desk, worker, mistake) for mistake in known]
    return "\n".join([*parts, "</body></html>\n"])


def _section(desk: Desk, worker: RunsJobs, mistake: Misconception) -> str:
    cells = [TakenCell(mistake.exercise, "solution", "solution", mistake.source)]
    verdicts, _ = desk.grader(worker).verdicts(Taken(cells), worker)
    own = [verdict for verdict in verdicts if verdict.check.exercise == mistake.exercise]
    code = mistake.source.partition("FAILS")[2].partition("\n\n")[2].strip()
    return (
        f'<section id="{mistake.exercise}-{mistake.slug}"><h3>{escape(mistake.title)}</h3>'
        f"{panel.html(mistake.exercise, rows_of(own))}"
        f"<details><summary>the code</summary><pre>{escape(code)}</pre></details></section>"
    )
