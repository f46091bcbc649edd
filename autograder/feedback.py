"""Write a result into the autograded notebook: scores where nbgrader reads them, panels to read."""

from collections.abc import Sequence
from html import escape
from typing import Any

import bleach
import nbformat
from bleach.css_sanitizer import CSSSanitizer

from autograder.judge import Verdict
from autograder.results import Result, earned, score
from course.checks import panel
from course.checks.panel import Row

_TAGS = (
    "a abbr b blockquote br code dd details div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre "
    "span strong sub summary sup table tbody td th thead tr ul"
).split()
_ATTRIBUTES = {"*": ["class", "style"], "a": ["href", "title", "id"], "img": ["alt"]}


def clean_html(element: object) -> str:
    """Keep of some HTML only what cannot run or fetch anything; nbconvert's filter of this name.

    nbconvert's own allows no paragraphs and no foldable hints.
    """
    text = element.decode() if isinstance(element, bytes) else str(element)
    styles = CSSSanitizer(allowed_css_properties=["color", "cursor", "list-style"])
    cleaned: str = bleach.clean(text, tags=_TAGS, attributes=_ATTRIBUTES, css_sanitizer=styles)
    return cleaned


def fill(notebook: Any, result: Result) -> None:
    """Set the outputs of every cell: a panel and score in grade cells, printed text elsewhere."""
    notebook["metadata"]["thaw_graded"] = True
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        own = result.cells.get(cell["id"])
        cell["outputs"] = _printed(own) if own else []
        nbgrader = cell["metadata"].get("nbgrader", {})
        if nbgrader.get("grade"):
            cell["outputs"] = [_grade(result, nbgrader["grade_id"].removeprefix("check_"))]
    if result.notes:
        notebook["cells"].insert(0, _notes(result.notes))


def rows(result: Result, exercise: str) -> list[Row]:
    """Return an exercise's verdicts as the rows of a panel, with points."""
    return rows_of(result.of(exercise))


def rows_of(verdicts: Sequence[Verdict]) -> list[Row]:
    """Return verdicts as the rows of a panel, with points."""
    return [
        Row(
            verdict.check.title,
            verdict.outcome,
            verdict.feedback,
            f"{earned(verdict):g} of {verdict.check.points:g}{', held' * verdict.held}",
        )
        for verdict in verdicts
    ]


def _grade(result: Result, exercise: str) -> Any:
    points = sum(score(verdict) for verdict in result.of(exercise))
    shown = rows(result, exercise)
    data = {"text/plain": f"{points:g}", "text/html": panel.html(exercise, shown)}
    return nbformat.v4.new_output("execute_result", data, execution_count=1)


def _printed(own: dict[str, Any]) -> list[Any]:
    """Show what the cell printed, and its error, as text on standard output."""
    given = own.get("text")
    text = given if isinstance(given, str) else ""
    error = own.get("error")
    if isinstance(error, dict):
        text += f"\n{error.get('type')}: {error.get('message')}\n"
        text += "".join(f"  {line}\n" for line in error.get("lines", [])[:8])
    return [nbformat.v4.new_output("stream", name="stdout", text=text)] if text.strip() else []


def _notes(notes: list[str]) -> Any:
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    source = f"**About the file that was handed in**\n\n<ul>{items}</ul>"
    return nbformat.v4.new_markdown_cell(source, id="about_the_file")
