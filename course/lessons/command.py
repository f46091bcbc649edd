"""`course lessons` and `course lesson 02`: list the lessons, open a copy of one's own."""

import argparse
import contextlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from course.errors import CourseError
from course.lessons.catalogue import LESSONS, Lesson, find


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe `course lesson NUMBER`; `course lessons` takes none of it."""
    if parser.prog.endswith("lessons"):
        return
    parser.add_argument("number", metavar="NUMBER", help="01, 02, 03 or 04")
    parser.add_argument(
        "--folder", type=Path, default=Path(), metavar="DIR", help="where your copy goes"
    )
    parser.add_argument("--new", action="store_true", help="set your copy aside and begin anew")
    parser.add_argument("--no-open", action="store_true", help="copy only, do not start JupyterLab")
    parser.add_argument(
        "--lab",
        action="append",
        default=[],
        metavar="OPTION",
        help="hand this on to JupyterLab, such as --lab=--allow-root in a container",
    )


def run(options: argparse.Namespace) -> int:
    """List, or copy and open; return the exit status."""
    if options.command == "lessons":
        return _list()
    path, news = copy(find(options.number), options.folder, options.new)
    print(news)
    return 0 if options.no_open else _open(path, options.lab)


def copy(lesson: Lesson, folder: Path, new: bool = False) -> tuple[Path, str]:
    """Put a learner's own copy into `folder`, never over an earlier one; return it and a message.

    The copy has no outputs: the predictions would be spoilt. CourseError if it cannot be written.
    """
    target = folder / f"{lesson.name}.ipynb"
    if target.exists() and not new:
        return target, f"Your copy is {target}; --new begins anew and keeps this one."
    aside = _aside(target) if target.exists() else None
    content = json.dumps(_cleared(lesson), indent=1, ensure_ascii=False) + "\n"
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(content, encoding="utf-8")
        if aside is not None:
            target.rename(aside)
        part.replace(target)
    except OSError as error:
        raise CourseError(
            f"{target} cannot be written ({error.strerror}): choose another folder with --folder."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return target, f"{target} is yours." + (f" The earlier one is now {aside}." if aside else "")


def _list() -> int:
    for lesson in LESSONS:
        print(f"{lesson.number}  {lesson.title}: {lesson.summary}")
        print(
            f"    {lesson.minutes} min; the computer works {lesson.cpu} (CPU), {lesson.gpu} (GPU)"
        )
    print("course lesson NUMBER opens one in JupyterLab, on a copy of your own")
    return 0


def _open(path: Path, options: Sequence[str] = ()) -> int:
    if importlib.util.find_spec("jupyterlab") is None:
        raise CourseError(
            f"JupyterLab is not installed: `pip install jupyterlab`, or open {path} with what you "
            "have."
        )
    command = [sys.executable, "-m", "jupyterlab", str(path), *options]
    return subprocess.run(command, check=False).returncode


def _cleared(lesson: Lesson) -> dict[str, Any]:
    try:
        notebook: dict[str, Any] = json.loads(lesson.notebook.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise CourseError(
            f"{lesson.notebook.name} is not in this installation: reinstall the course."
        ) from None
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    return notebook


def _aside(target: Path) -> Path:
    """Return the first free name beside a file: 02_feature_extraction-1.ipynb, -2, …"""
    number = 1
    while (free := target.with_name(f"{target.stem}-{number}.ipynb")).exists():
        number += 1
    return free
