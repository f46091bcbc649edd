"""A lesson's notebook: made from its source, tidied, held against it, written."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from course.errors import CourseError
from course.lessons import fragments
from course.lessons.catalogue import Lesson

MOST_BYTES = 1_500_000  # of one notebook


def unrun(lesson: Lesson) -> Any:
    """Return the lesson's notebook without outputs; CourseError naming a cell without a name."""
    source = jupytext.read(lesson.source, fmt="py:percent")
    cells = []
    for number, cell in enumerate(source.cells, 1):
        name = cell.metadata.get("name")
        if not name or not re.fullmatch(r"[a-z0-9_]{1,64}", name):
            raise CourseError(f'{lesson.source.name}, cell {number}: give it a name="...".')
        text = fragments.fill(cell.source, lesson)
        make = (
            nbformat.v4.new_markdown_cell
            if cell.cell_type == "markdown"
            else nbformat.v4.new_code_cell
        )
        cells.append(make(text, id=name, metadata={"name": name}))
    names = [cell.id for cell in cells]
    if twice := {name for name in names if names.count(name) > 1}:
        raise CourseError(f"{lesson.source.name}: {', '.join(sorted(twice))} names two cells.")
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.metadata["language_info"] = {"name": "python"}
    notebook.metadata["title"] = lesson.title
    notebook.metadata["course"] = {"lesson": lesson.name, "source_sha256": digest(cells)}
    return notebook


def retold(lesson: Lesson) -> Any:
    """Return the source's notebook with the committed outputs; CourseError if code has changed."""
    built, notebook = nbformat.read(lesson.notebook, as_version=4), unrun(lesson)
    old = [cell for cell in built.cells if cell.cell_type == "code"]
    new = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if [(c.id, c.source) for c in old] != [(c.id, c.source) for c in new]:
        raise CourseError(f"{lesson.name}: its code has changed, so it has to be run.")
    for ours, theirs in zip(new, old, strict=True):
        ours.outputs, ours.execution_count = theirs.outputs, theirs.execution_count
    return notebook


def check(lesson: Lesson) -> None:
    """Raise CourseError unless the committed notebook belongs to the source as it is now."""
    mend = f"run `python -m course.lessons.build {lesson.number}`"
    if not lesson.notebook.is_file():
        raise CourseError(f"There is no {lesson.notebook.name}: {mend}.")
    built, wanted = nbformat.read(lesson.notebook, as_version=4), unrun(lesson)
    if [(c.id, c.source) for c in built.cells] != [(c.id, c.source) for c in wanted.cells]:
        raise CourseError(f"{lesson.notebook.name} has other cells than its source: {mend}.")
    if built.metadata.get("course") != wanted.metadata["course"]:
        raise CourseError(f"{lesson.notebook.name} was made from another source: {mend}.")
    for fault in faults(built):
        raise CourseError(f"{lesson.notebook.name}: {fault}; {mend}.")
    if lesson.notebook.stat().st_size > MOST_BYTES:
        raise CourseError(f"{lesson.notebook.name} is over {MOST_BYTES:,} bytes: smaller figures.")


def faults(notebook: Any) -> Iterator[str]:
    """Yield what a reader should not meet: a cell not run, an error, anything on stderr."""
    count = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        count += 1
        if cell.execution_count != count:
            yield f"the cell {cell.id} was not run in its turn"
        for output in cell.outputs:
            if output.output_type == "error":
                yield f"the cell {cell.id} fails with {output.ename}"
            elif output.get("name") == "stderr":
                yield f"the cell {cell.id} warns: {output.text.strip()[:300]}"
            elif "image/png" in output.get("data", {}) and not output.metadata.get(
                "image/png", {}
            ).get("alt"):
                yield f"a figure of the cell {cell.id} has no description"


def digest(cells: Sequence[Any]) -> str:
    """Hash the cells' kinds, names and texts."""
    text = "\0".join(f"{cell.cell_type} {cell.id}\n{cell.source}" for cell in cells)
    return hashlib.sha256(text.encode()).hexdigest()


def write(notebook: Any, path: Path) -> int:
    """Write a notebook whole or not at all; return its size in bytes."""
    text = nbformat.writes(notebook, version=4, indent=1) + "\n"
    part = path.with_suffix(".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    return len(text.encode())


def tidy(notebook: Any) -> None:
    """Keep what a reader sees at the end: no progress bars, no times of execution."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        kept: list[Any] = []
        for output in cell.outputs:
            if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
                kept[-1].text += output.text
            else:
                kept.append(output)
        for output in kept:
            if output.output_type == "stream":
                output.text = settled(output.text)
        cell.outputs = [o for o in kept if o.output_type != "stream" or o.text.strip()]


def settled(text: str) -> str:
    """Return what a terminal shows at the end: a carriage return begins the line anew.

    >>> settled("10%\\r90%\\rdone\\n")
    'done\\n'
    """
    text = text.replace("\x1b[A", "")
    lines = [line.rstrip("\r").rpartition("\r")[2].rstrip() for line in text.split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).lstrip("\n")
