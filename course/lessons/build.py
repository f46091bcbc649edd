"""Make the lessons' notebooks from their sources: `python -m course.lessons.build [NAME ...]`.

--check proves that each committed notebook belongs to its source: same cells, all of them run in
order, nothing failed or warned. --small runs every lesson from scratch on CI's budget and writes
nothing. --text takes over changed prose where no code cell has changed, and keeps the outputs.
Without these, the notebooks are run with the default budget and written.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course.budget import VARIABLE
from course.errors import CourseError
from course.lessons.catalogue import FOLDER, LESSONS, Lesson, find
from course.lessons.notebook import check, faults, retold, tidy, unrun, write

CELL_SECONDS = 3600  # a busy machine takes its time
_ROOT = str(FOLDER.parents[1])  # the notebooks use the same course as the builder


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, check or try the lessons; return the exit status."""
    parser = argparse.ArgumentParser(prog="course.lessons.build", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="01, 02, …; all if none is given")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="are the notebooks those of the sources?")
    how.add_argument("--small", action="store_true", help="run on CI's budget, write nothing")
    how.add_argument("--text", action="store_true", help="take over changed prose, run nothing")
    options = parser.parse_args(arguments)
    chosen = [find(name) for name in options.names] or list(LESSONS)
    try:
        for lesson in chosen:
            print(_do(lesson, options), flush=True)
    except CourseError as error:
        print(f"course.lessons.build: {error}", file=sys.stderr)
        return 1
    return 0


def _do(lesson: Lesson, options: argparse.Namespace) -> str:
    if options.check:
        check(lesson)
        return f"{lesson.name}: current"
    if options.text:
        write(retold(lesson), lesson.notebook)
        return f"{lesson.name}: text is that of the source"
    start = time.monotonic()
    notebook = run(lesson, small=options.small)
    seconds = time.monotonic() - start
    if options.small:
        return f"{lesson.name}: runs, {seconds:.0f} s"
    size = write(notebook, lesson.notebook)
    return f"{lesson.name}: {seconds:.0f} s, {size / 1e6:.2f} MB"


def run(lesson: Lesson, small: bool = False) -> Any:
    """Run a lesson from scratch in a fresh folder; CourseError where a cell fails or warns."""
    notebook = unrun(lesson)
    with tempfile.TemporaryDirectory(prefix="thaw-lesson-") as folder:
        changes = {
            VARIABLE: "small" if small else "",
            "COURSE_DATA": os.path.join(folder, "cache"),
            "PYTHONPATH": os.pathsep.join(filter(None, [_ROOT, os.environ.get("PYTHONPATH")])),
        }
        before = {name: os.environ.get(name) for name in changes}
        os.environ.update(changes)
        try:
            client = NotebookClient(
                notebook,
                timeout=CELL_SECONDS,
                kernel_name="python3",
                resources={"metadata": {"path": folder}},
                extra_arguments=["--log-level=ERROR"],
            )
            client.execute()
        except CellExecutionError as error:
            raise CourseError(f"{lesson.name} fails: {str(error)[-2000:]}") from None
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
    tidy(notebook)
    for fault in faults(notebook):
        raise CourseError(f"{lesson.name}: {fault}.")
    return notebook


if __name__ == "__main__":
    sys.exit(main())
